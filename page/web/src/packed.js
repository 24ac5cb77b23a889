// @ts-check
// The engine and the faces lie beside the page as scripts that hand over one text each: on
// file:// a page may load nothing else. A script is loaded again when it is needed again, so
// that the page keeps no copy.

/** @typedef {{ length: number, text: string }} Packed bytes of gzip, 15 bits a character */

/** @type {Map<string, (content: Packed) => void>} */
const awaited = new Map();

// What a packed script calls.
/** @type {any} */ (window).nianbaoPacked = (
  /** @type {string} */ name, /** @type {number} */ length, /** @type {string} */ text,
) => {
  awaited.get(name)?.({ length, text });
};

/**
 * What a packed script hands over.
 * @param {string} name
 * @returns {Promise<Packed>}
 */
export function packed(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const end = () => {
      script.remove();
      awaited.delete(name);
    };
    awaited.set(name, (content) => {
      end();
      resolve(content);
    });
    script.onerror = () => {
      end();
      reject(new Error(`页面的文件不全，缺少“data/${name}.js”；请把整个文件夹重新解压一次`));
    };
    script.src = `data/${name}.js`;
    document.head.append(script);
  });
}
