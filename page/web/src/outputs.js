// @ts-check
// Taking the files away: which formats, with which options, one by one or all in a ZIP.

import { element, refill } from './element.js';

/**
 * @typedef {import('./documents.js').ReportFile} ReportFile
 * @typedef {{ name: string, bytes: Uint8Array }} Loaded
 * @typedef {{ formats: string[], pdfStandard?: string, attach: boolean, allowErrors: boolean,
 *   docxTemplate?: Loaded, profile?: Loaded, faces: string }} Chosen
 */

/** @type {[string, string, string][]} */
const FORMATS = [
  ['docx', 'Word 文件', '编辑、印发用（.docx）'],
  ['pdf', 'PDF 文件', '归档、公开用（.pdf）'],
  ['ofd', 'OFD 文件', '国家标准的版式文件（.ofd）'],
  ['xml', 'XML 数据', '门户网站接收用（.xml）'],
  ['html', '网页', '发到网站上用（.html）'],
  ['xlsx', '官方工作簿', '填好的表格（.xlsx）'],
  ['svg', '一图读懂', '随报告发到网站上用的图（.svg）'],
  ['poster', '一图读懂（A4）', '张贴、印发用的图（.pdf）'],
];

const STANDARDS = [
  ['', '长期保存并且无障碍（PDF/A-2a、PDF/UA-1）'],
  ['a-1b', '档案馆常用（PDF/A-1b）'],
  ['a-2b', 'PDF/A-2b'],
  ['a-3a', '可内附原表（PDF/A-3a）'],
  ['a-4', 'PDF/A-4'],
];

/** Names of files that take comments; one without an ending may. */
const MARKED = /\.(xlsx|xlsm|xltx|docx|docm|dotx)$|^[^.]+$/i;

export class Outputs {
  /** @type {Chosen} */
  chosen = { formats: ['docx', 'pdf', 'xml'], attach: false, allowErrors: false, faces: '' };
  /** @type {{ name: string, sentence: string } | undefined} why a file for an option was not taken */
  #refused;

  /**
   * @param {HTMLElement} root
   * @param {{ take: (formats: string[]) => void, takeAll: () => void, takeMarked: () => void,
   *   refusal: () => Promise<string | undefined>,
   *   useFaces: (files: File[]) => Promise<string>, changed: () => void }} outside
   */
  constructor(root, outside) {
    this.root = root;
    this.outside = outside;
  }

  /** @param {ReportFile} file */
  show(file) {
    this.file = file;
    const { chosen } = this;
    const stopped = Boolean(file.view?.hasErrors) && !chosen.allowErrors;
    const rows = FORMATS.map(([ending, name, use]) => element('li', {},
      element('label', {}, element('input', {
        type: 'checkbox', checked: chosen.formats.includes(ending),
        onchange: (/** @type {Event} */ event) => this.#choose(ending, event),
      }), element('span', { class: 'format' }, name), element('span', { class: 'quiet' }, use)),
      element('button', {
        type: 'button', disabled: stopped && ending !== 'xlsx', onclick: () => this.outside.take([ending]),
        'aria-label': `取走${name}`,
      }, '取走')));
    refill(this.root,
      stopped && element('p', { class: 'refusal' },
        '报告里还有错误，改好之前不生成文件。确需先看一看的，可以选下面的“有错误也生成”。'),
      element('ul', { class: 'formats' }, rows),
      element('p', {}, element('button', {
        type: 'button', class: 'main', disabled: stopped || chosen.formats.length === 0,
        onclick: this.outside.takeAll,
      }, '把选中的打成一个 ZIP 取走')),
      file.original && file.view?.isWorkbook && !file.isEdited && element('p', {}, element('button', {
        type: 'button', onclick: this.outside.takeMarked, disabled: !MARKED.test(file.name),
      }, '取走标注副本'), element('span', { class: 'quiet' }, MARKED.test(file.name)
        ? ' 自己的文件原样复制一份，有问题的地方加了批注'
        : ' 这种格式不能加批注；另存为 .xlsx 或 .docx 以后可以')),
      this.#options());
  }

  #options() {
    const { chosen } = this;
    const standard = element('select', { id: 'standard', onchange: () => {
      chosen.pdfStandard = standard.value || undefined;
      if (standard.value !== 'a-3a') chosen.attach = false;
      this.#again();
    } }, STANDARDS.map(([value, text]) => element('option', {
      value, selected: value === (chosen.pdfStandard ?? ''),
    }, text)));
    return element('details', { class: 'options', open: this.isOpen, ontoggle: (/** @type {Event} */ event) => {
      this.isOpen = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
    } },
    element('summary', {}, '更多选项'),
    element('div', { class: 'fields' },
      element('div', { class: 'field' }, element('label', { for: 'standard' }, 'PDF 的标准'), standard,
        chosen.pdfStandard === 'a-3a' && this.#check('attach', 'PDF 里附上原工作簿和 XML')),
      this.#file('docxTemplate', '本单位的 Word 模板', '.docx,.dotx', 'Word 文件照它的页眉、样式来排'),
      this.#file('profile', '规则集', '.toml', '本单位、本地区另定的宽严'),
      this.#faces(),
      element('div', { class: 'field' }, this.#check('allowErrors', '有错误也生成（只供内部查看）'))));
  }

  /**
   * @param {'attach' | 'allowErrors'} name
   * @param {string} text
   */
  #check(name, text) {
    return element('label', {}, element('input', {
      type: 'checkbox', checked: this.chosen[name], onchange: (/** @type {Event} */ event) => {
        this.chosen[name] = /** @type {HTMLInputElement} */ (event.currentTarget).checked;
        this.#again();
      },
    }), text);
  }

  /**
   * @param {'docxTemplate' | 'profile'} name
   * @param {string} label
   * @param {string} accept
   * @param {string} note
   */
  #file(name, label, accept, note) {
    const loaded = this.chosen[name];
    const refused = this.#refused?.name === name ? this.#refused.sentence : '';
    const input = element('input', { type: 'file', class: 'aside', tabindex: '-1', 'aria-label': label, accept, onchange: async () => {
      const file = input.files?.[0];
      if (!file) return;
      this.chosen[name] = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      // One that cannot be used leaves everything as it was.
      const sentence = await this.outside.refusal();
      this.#refused = sentence ? { name, sentence } : undefined;
      if (sentence) this.chosen[name] = loaded;
      this.#again();
    } });
    return element('div', { class: 'field' }, element('strong', {}, label),
      element('p', {}, chooser(name, input, label), input,
        loaded && element('button', { type: 'button', class: 'link', onclick: () => {
          this.chosen[name] = undefined;
          this.#refused = undefined;
          this.#again();
        } }, '不用了')),
      refused && element('p', { class: 'refusal', role: 'alert' }, refused),
      element('p', { class: 'quiet' }, loaded ? `正在用“${loaded.name}”` : note));
  }

  #faces() {
    const label = '本单位的字体';
    const input = element('input', { type: 'file', class: 'aside', tabindex: '-1', 'aria-label': label, accept: '.ttf,.otf,.ttc', multiple: true, onchange: async () => {
      this.chosen.faces = await this.outside.useFaces([...(input.files ?? [])]);
      this.#again();
    } });
    return element('div', { class: 'field' }, element('strong', {}, label),
      element('p', {}, chooser('faces', input, label), input),
      element('p', { class: 'quiet' }, this.chosen.faces || 'PDF 用这些字体，如方正小标宋、仿宋_GB2312'));
  }

  /**
   * @param {string} ending
   * @param {Event} event
   */
  #choose(ending, event) {
    const { checked } = /** @type {HTMLInputElement} */ (event.currentTarget);
    const others = this.chosen.formats.filter((one) => one !== ending);
    this.chosen.formats = checked ? [...others, ending] : others;
    const all = this.root.querySelector('button.main');
    if (all instanceof HTMLButtonElement) {
      all.disabled = (Boolean(this.file?.view?.hasErrors) && !this.chosen.allowErrors) || this.chosen.formats.length === 0;
    }
  }

  #again() {
    const focused = document.activeElement?.id;
    if (this.file) this.show(this.file);
    if (focused) document.getElementById(focused)?.focus();
    this.outside.changed();
  }
}

/**
 * A button in our own words for what browsers label in theirs.
 * @param {string} id
 * @param {HTMLInputElement} input
 * @param {string} label
 */
function chooser(id, input, label) {
  return element('button', { type: 'button', id, 'aria-label': `选择${label}`, onclick: () => input.click() }, '选择……');
}
