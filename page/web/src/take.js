// @ts-check
// Handing files over to the clerk.

/**
 * @param {string} name
 * @param {Blob | Uint8Array | string} content
 */
export function save(name, content) {
  const blob = content instanceof Blob ? content : new Blob([/** @type {BlobPart} */ (content)]);
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replaceAll(/[<>:"|?*/\\]/g, '_');
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * The files that were dropped, folders included, each with its path.
 * @param {DataTransfer} transfer
 * @returns {Promise<[string, File][]>}
 */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files].map((file) => /** @type {[string, File]} */ ([file.name, file]));
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  /** @type {[string, File][]} */
  const found = [];
  for (const entry of entries) if (entry) await walk(entry, found);
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {[string, File][]} found
 */
async function walk(entry, found) {
  if (entry.isFile) {
    const one = /** @type {FileSystemFileEntry} */ (entry);
    const file = await new Promise((resolve, reject) => one.file(resolve, reject));
    found.push([entry.fullPath.replace(/^\//, ''), /** @type {File} */ (file)]);
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) await walk(one, found);
  }
}

/** Endings of files that may hold a report; the names of lock files begin otherwise. */
const ENDINGS = /\.(xlsx|xlsm|xltx|xlsb|xls|et|ett|ods|docx|docm|dotx|html|htm|mht|mhtml|xml|json)$/i;

/**
 * Whether a file out of a folder may hold a report; one that was chosen by hand always may.
 * @param {string} path
 */
export function mayBeReport(path) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ENDINGS.test(name) && !/^(~\$|\.|\._)/.test(name) && !/^(feed|sitemap)\.xml$/i.test(name);
}
