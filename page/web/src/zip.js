// @ts-check
// A ZIP of files that are small or compressed already: stored as they are, as parts of one
// blob, so that a thousand reports do not stand in memory at once.

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
function checksum(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** The first of January 1980: an archive of the same files is the same. */
const DATE = 0x21;
/** Names are UTF-8. */
const UTF8 = 0x800;

export class Zip {
  /** @type {BlobPart[]} */
  #parts = [];
  /** @type {BlobPart[]} */
  #directory = [];
  #offset = 0;
  /** @type {Set<string>} */
  #names = new Set();

  /** How many files are in it. */
  get size() {
    return this.#names.size;
  }

  /**
   * Adds a file; one whose name is there already gets a number.
   * @param {string} path
   * @param {Uint8Array} bytes
   */
  add(path, bytes) {
    const name = new TextEncoder().encode(this.#free(path));
    const common = (/** @type {DataView} */ view, /** @type {number} */ at) => {
      view.setUint16(at, 20, true);
      view.setUint16(at + 2, UTF8, true);
      view.setUint16(at + 8, DATE, true);
      view.setUint32(at + 10, checksum(bytes), true);
      view.setUint32(at + 14, bytes.length, true);
      view.setUint32(at + 18, bytes.length, true);
      view.setUint16(at + 22, name.length, true);
    };
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    common(local, 4);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    common(entry, 6);
    entry.setUint32(42, this.#offset, true);
    // A blob of its own may go to disk.
    this.#parts.push(new Blob([local, name, /** @type {BlobPart} */ (bytes)]));
    this.#directory.push(entry, name);
    this.#offset += 30 + name.length + bytes.length;
  }

  /** @param {string} path */
  #free(path) {
    const dot = path.lastIndexOf('.');
    const numbered = (/** @type {number} */ n) => `${path.slice(0, dot)}（${n}）${path.slice(dot)}`;
    let name = path;
    for (let number = 2; this.#names.has(name); number += 1) name = numbered(number);
    this.#names.add(name);
    return name;
  }

  finish() {
    const directory = new Blob(this.#directory);
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true);
    end.setUint16(8, this.#names.size, true);
    end.setUint16(10, this.#names.size, true);
    end.setUint32(12, directory.size, true);
    end.setUint32(16, this.#offset, true);
    return new Blob([...this.#parts, directory, end], { type: 'application/zip' });
  }
}
