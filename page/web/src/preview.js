// @ts-check
// Every page exactly as it is printed: the layout of the PDF, drawn by the same engine.

import { element, refill } from './element.js';

const STEPS = [50, 75, 100, 125, 150, 200];

export class Preview {
  #zoom = 100;
  /** @type {string[]} */
  #addresses = [];
  /** @type {Uint8Array | undefined} the bytes of the report whose pages are shown */
  shown;

  /**
   * @param {HTMLElement} root
   * @param {(file: import('./documents.js').ReportFile) => Promise<Uint8Array[]>} pages
   */
  constructor(root, pages) {
    this.root = root;
    this.pages = pages;
    this.sheets = element('div', { class: 'pages' });
  }

  /** @param {import('./documents.js').ReportFile} file */
  async show(file) {
    this.#forget();
    this.shown = file.bytes;
    refill(this.root, element('p', { class: 'quiet', role: 'status' }, '正在排版……'));
    let drawn;
    try {
      drawn = await this.pages(file);
    } catch (error) {
      refill(this.root, element('p', { class: 'refusal' }, `排不出来：${/** @type {Error} */ (error).message}`));
      return;
    }
    if (this.shown !== file.bytes) return;
    this.#addresses = drawn.map((page) =>
      URL.createObjectURL(new Blob([/** @type {BlobPart} */ (page)], { type: 'image/svg+xml' })));
    const images = this.#addresses.map((address, index) => element('img', {
      src: address, alt: `第 ${index + 1} 页，共 ${drawn.length} 页`, class: 'page',
    }));
    refill(this.sheets, images);
    refill(this.root,
      element('div', { class: 'bar no-print' },
        element('span', {}, `共 ${drawn.length} 页`),
        element('span', { class: 'space' }),
        element('button', { type: 'button', onclick: () => this.#step(-1), 'aria-label': '缩小' }, '－'),
        this.scale = element('output', { 'aria-label': '显示比例' }),
        element('button', { type: 'button', onclick: () => this.#step(1), 'aria-label': '放大' }, '＋'),
        element('button', { type: 'button', onclick: () => window.print() }, '打印')),
      element('div', { class: 'page-frame', tabindex: '0', role: 'region', 'aria-label': '页面' }, this.sheets));
    this.#scale();
  }

  #forget() {
    for (const address of this.#addresses) URL.revokeObjectURL(address);
    this.#addresses = [];
    refill(this.sheets);
  }

  /** @param {number} by */
  #step(by) {
    const next = STEPS.indexOf(this.#zoom) + by;
    this.#zoom = STEPS[Math.min(STEPS.length - 1, Math.max(0, next))];
    this.#scale();
  }

  #scale() {
    this.sheets.style.setProperty('--zoom', String(this.#zoom / 100));
    if (this.scale) this.scale.textContent = `${this.#zoom}%`;
  }
}
