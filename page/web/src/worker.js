// @ts-check
// Runs in a worker: the engine in WebAssembly, one request after the other. Becomes a text
// inside page.js, because on file:// a worker cannot be loaded from a file.

/** @type {any} */
let engine;

/**
 * The system that the engine was compiled for, as far as it asks: no clock, no chance, no
 * files. What it computes depends on what it is given alone.
 */
const system = new Proxy(
  {
    random_get: (/** @type {number} */ at, /** @type {number} */ length) => {
      new Uint8Array(engine.memory.buffer, at, length).fill(0);
      return 0;
    },
    environ_sizes_get: (/** @type {number} */ count, /** @type {number} */ size) => {
      const view = new DataView(engine.memory.buffer);
      view.setUint32(count, 0, true);
      view.setUint32(size, 0, true);
      return 0;
    },
    environ_get: () => 0,
    clock_time_get: (/** @type {number} */ _, /** @type {bigint} */ __, /** @type {number} */ at) => {
      new DataView(engine.memory.buffer).setBigUint64(at, 0n, true);
      return 0;
    },
    // What a panic says, for whoever looks for its cause in the console of the browser.
    fd_write: (/** @type {number} */ _, /** @type {number} */ pieces, /** @type {number} */ count, /** @type {number} */ written) => {
      const view = new DataView(engine.memory.buffer);
      let [text, size] = ['', 0];
      for (let at = pieces; at < pieces + 8 * count; at += 8) {
        const length = view.getUint32(at + 4, true);
        text += new TextDecoder().decode(new Uint8Array(engine.memory.buffer, view.getUint32(at, true), length));
        size += length;
      }
      console.debug(text);
      view.setUint32(written, size, true);
      return 0;
    },
    proc_exit: () => {
      throw new Error('exit');
    },
  },
  // 8 is “bad descriptor”, the answer to everything else.
  { get: (known, name) => /** @type {any} */ (known)[name] ?? (() => 8) },
);

/**
 * @param {{ length: number, text: string }} packed gzip, 15 bits a character from U+3400
 * @returns {Promise<Uint8Array>}
 */
async function unpack({ length, text }) {
  const bytes = new Uint8Array(length + 15);
  let [bits, held, next] = [0, 0, 0];
  for (let index = 0; index < text.length; index += 1) {
    bits = ((bits << 15) | (text.charCodeAt(index) - 0x3400)) & 0x3fffff;
    held += 15;
    while (held >= 8) {
      held -= 8;
      bytes[next] = bits >>> held;
      next += 1;
    }
  }
  const stream = new Blob([bytes.subarray(0, length)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @param {Record<string, any>} head
 * @param {Uint8Array[]} blobs
 */
function call(head, blobs) {
  const json = new TextEncoder().encode(
    JSON.stringify({ ...head, blobs: blobs.map((blob) => blob.length) }),
  );
  const size = blobs.reduce((sum, blob) => sum + blob.length, 4 + json.length);
  const at = engine.take(size) >>> 0;
  const room = new Uint8Array(engine.memory.buffer, at, size);
  new DataView(room.buffer, at, 4).setUint32(0, json.length, true);
  room.set(json, 4);
  let next = 4 + json.length;
  for (const blob of blobs) {
    room.set(blob, next);
    next += blob.length;
  }
  const answer = engine.call(at, size) >>> 0;
  const length = engine.length() >>> 0;
  const bytes = new Uint8Array(engine.memory.buffer, answer, length).slice();
  engine.give_back(answer, length);
  return parse(bytes);
}

/** @param {Uint8Array} bytes */
function parse(bytes) {
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let next = 4 + length;
  const blobs = head.blobs.map((/** @type {number} */ size) => {
    next += size;
    return bytes.slice(next - size, next);
  });
  delete head.blobs;
  return { head, blobs };
}

/** @param {any} asked */
async function answer(asked) {
  if (asked.engine) {
    const bytes = await unpack(asked.engine);
    const { instance } = await WebAssembly.instantiate(/** @type {BufferSource} */ (bytes), {
      wasi_snapshot_preview1: system,
    });
    engine = instance.exports;
    engine._initialize?.();
    return { head: {}, blobs: [] };
  }
  if (asked.face) return call({ do: 'face', file: asked.face }, [await unpack(asked.packed)]);
  return call(asked.head, asked.blobs);
}

self.onmessage = async ({ data }) => {
  try {
    const { head, blobs } = await answer(data);
    const memory = engine ? engine.memory.buffer.byteLength : 0;
    const owned = blobs.map((/** @type {Uint8Array} */ blob) => blob.buffer);
    self.postMessage({ id: data.id, head, blobs, memory }, { transfer: owned });
  } catch (error) {
    self.postMessage({ id: data.id, broken: String(error) });
  }
};
