// @ts-check
// The engine as the page sees it: requests one after the other, each with an answer, whatever
// becomes of the worker. A worker that hangs, breaks or has grown too large is replaced.

import { packed } from './packed.js';
import { freshId } from './element.js';
import { FACES, WORKER } from './built.js';

/**
 * @typedef {{ head: Record<string, any>, blobs: Uint8Array[] }} Answer
 * @typedef {{ message: Record<string, any>, patience: number,
 *   resolve: (answer: Answer) => void, reject: (error: Error) => void }} Asked
 */

/** Longest work on one request, in milliseconds. */
const PATIENCE = 20_000;
/** Longest wait for the engine itself on a slow disk. */
const START_PATIENCE = 120_000;
/** Memory never shrinks in WebAssembly: above this many bytes a new worker begins. */
const MOST_MEMORY = 400 << 20;

/** What is made of pages and pictures. */
const PRINTED = ['pdf', 'ofd', 'svg', 'poster'];

const STUCK = '这个文件处理了 20 秒还没有结果，已经停下；其他文件不受影响';
const BROKEN = '程序在这个文件上出了错，没有得出结果；其他文件不受影响';

export class Engine {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Asked[]} */
  #queue = [];
  /** @type {Asked | undefined} */
  #current;
  #timer = 0;
  #memory = 0;
  /** @type {Promise<void> | undefined} */
  #started;
  /** @type {Promise<void> | undefined} */
  #faces;
  /** @type {Uint8Array[]} */
  #own = [];

  /** Starts a worker, if there is none. */
  start() {
    this.#started ??= this.#begin();
    return this.#started;
  }

  async #begin() {
    this.#worker = worker();
    this.#worker.onmessage = ({ data }) => this.#answered(data);
    this.#worker.onerror = () => this.#fail(new Error(BROKEN));
    await this.#send({ engine: await packed('engine') }, START_PATIENCE);
    if (this.#own.length) await this.#send({ head: { do: 'own-faces' }, blobs: this.#own });
  }

  /** Loads what prints, once for each worker. */
  faces() {
    this.#faces ??= this.start().then(async () => {
      for (const file of FACES) {
        await this.#send({ face: file, packed: await packed(file) }, START_PATIENCE);
      }
    });
    return this.#faces;
  }

  /**
   * Asks for something. A refusal of the engine is an error with its sentence.
   * @param {Record<string, any>} head
   * @param {Uint8Array[]} [blobs]
   * @returns {Promise<Answer>}
   */
  async ask(head, blobs = []) {
    if (this.#memory > MOST_MEMORY && !this.#current) this.#renew();
    await (needsFaces(head) ? this.faces() : this.start());
    const answer = await this.#send({ head, blobs });
    if (answer.head.error) throw new Error(answer.head.error);
    return answer;
  }

  /**
   * The clerk's own faces, in the place of earlier ones. How many there are.
   * @param {Uint8Array[]} files
   */
  async useOwnFaces(files) {
    const { head } = await this.ask({ do: 'own-faces' }, files);
    this.#own = files;
    return /** @type {number} */ (head.faces);
  }

  /**
   * @param {Record<string, any>} message
   * @param {number} [patience]
   * @returns {Promise<Answer>}
   */
  #send(message, patience = PATIENCE) {
    return new Promise((resolve, reject) => {
      const asked = { message: { ...message, id: freshId() }, patience, resolve, reject };
      // What a worker needs before it can work comes before what waits for it.
      if (message.engine || message.face) this.#queue.unshift(asked);
      else this.#queue.push(asked);
      this.#next();
    });
  }

  #next() {
    if (this.#current || !this.#worker) return;
    this.#current = this.#queue.shift();
    if (!this.#current) return;
    this.#worker.postMessage(this.#current.message);
    this.#timer = window.setTimeout(() => this.#fail(new Error(STUCK)), this.#current.patience);
  }

  /** @param {any} data */
  #answered(data) {
    const asked = this.#current;
    if (!asked || data.id !== asked.message.id) return;
    if (data.broken) {
      this.#fail(new Error(BROKEN));
      return;
    }
    this.#settle();
    this.#memory = data.memory;
    asked.resolve(data);
    this.#next();
  }

  #settle() {
    window.clearTimeout(this.#timer);
    this.#current = undefined;
  }

  /** @param {Error} error */
  #fail(error) {
    const asked = this.#current;
    this.#settle();
    this.#renew();
    asked?.reject(error);
  }

  #renew() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    this.#faces = undefined;
    this.#memory = 0;
    // What waited goes to the new worker.
    const waiting = this.#queue;
    this.#queue = [];
    if (waiting.length) void this.#again(waiting);
  }

  /** @param {Asked[]} waiting */
  async #again(waiting) {
    try {
      const needed = waiting.some((asked) => needsFaces(asked.message.head ?? {}));
      await (needed ? this.faces() : this.start());
    } catch (error) {
      for (const asked of waiting) asked.reject(/** @type {Error} */ (error));
      return;
    }
    this.#queue.push(...waiting);
    this.#next();
  }
}

/** @param {Record<string, any>} head */
function needsFaces(head) {
  const formats = head.wish?.formats ?? [];
  return head.do === 'pages' || PRINTED.some((format) => formats.includes(format));
}

/** A worker made of text; Firefox takes it as an address of data only. */
function worker() {
  const isFirefox = navigator.userAgent.includes('Firefox/');
  const address = isFirefox
    ? `data:text/javascript;charset=utf-8,${encodeURIComponent(WORKER)}`
    : URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }));
  return new Worker(address);
}
