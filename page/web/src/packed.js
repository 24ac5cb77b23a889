// @ts-check
// The engine and the faces lie beside the page as scripts that hand over one text each: on
// file:// a page may load nothing else. A script is loaded again when it is needed again, so
// that the page keeps no copy.

/** @type {Map<string, (text: string) => void>} */
const awaited = new Map();

// What a packed script calls.
/** @type {any} */ (window).nianbaoPacked = (/** @type {string} */ name, /** @type {string} */ text) => {
  awaited.get(name)?.(text);
};

/**
 * The text of a packed script: base64 of gzip.
 * @param {string} name
 * @returns {Promise<string>}
 */
export function packed(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const end = () => {
      script.remove();
      awaited.delete(name);
    };
    awaited.set(name, (text) => {
      end();
      resolve(text);
    });
    script.onerror = () => {
      end();
      reject(new Error(`页面的文件不全，缺少“data/${name}.js”；请把整个文件夹重新解压一次`));
    };
    script.src = `data/${name}.js`;
    document.head.append(script);
  });
}
