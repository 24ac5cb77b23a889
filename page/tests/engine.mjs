// The engine in node, through the very worker of the page: `node engine.mjs FOLDER < jobs`.
// FOLDER is the built page. A job is a line of JSON: {"path", "name", "formats", "out"}; what
// was found, and the sentence of a refusal, is printed as a line of JSON, files go to `out`.

import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { runInThisContext } from 'node:vm';

const [folder] = process.argv.slice(2);

/** @param {string} name */
function packed(name) {
  let content;
  const nianbaoPacked = (_, length, text) => { content = { length, text }; };
  const script = readFileSync(`${folder}/data/${name}.js`, 'utf16le').slice(1);
  new Function('nianbaoPacked', script)(nianbaoPacked);
  return content;
}

const script = readFileSync(`${folder}/data/page.js`, 'utf8');
const worker = JSON.parse(/^const WORKER = (.*);$/m.exec(script)[1]);
const faces = JSON.parse(/^const FACES = (.*);$/m.exec(script)[1]);

let answered;
globalThis.self = globalThis;
globalThis.postMessage = (data) => answered(data);
runInThisContext(worker);

/** @param {Record<string, any>} data */
function ask(data) {
  return new Promise((resolve, reject) => {
    answered = (answer) => (answer.broken ? reject(new Error(answer.broken)) : resolve(answer));
    globalThis.onmessage({ data });
  });
}

await ask({ engine: packed('engine') });
for (const face of faces) await ask({ face, packed: packed(face) });

for await (const line of createInterface({ input: process.stdin })) {
  const { path, name, formats, out } = JSON.parse(line);
  let said;
  try {
    const bytes = new Uint8Array(readFileSync(path));
    const start = performance.now();
    const { head, blobs, memory } = await ask({ head: { do: 'convert', name, wish: { formats } }, blobs: [bytes] });
    for (const [index, ending] of (head.endings ?? []).entries()) writeFileSync(`${out}.${ending}`, blobs[index]);
    const { error, findings, endings } = head;
    said = { error, endings, memory, ms: Math.round(performance.now() - start), findings };
  } catch (error) {
    said = { broken: String(error) };
  }
  console.log(JSON.stringify(said));
}
