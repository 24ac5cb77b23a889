// @ts-check
// What is wrong: findings by sheet, the gravest first; beside them the one that is chosen,
// with a picture of the place, what to do and why.

import { SEVERITY, counts, said } from './documents.js';
import { element, refill } from './element.js';
import { picture } from './sheet.js';

/**
 * @typedef {import('./documents.js').ReportFile} ReportFile
 * @typedef {import('./documents.js').Entry} Entry
 * @typedef {import('./documents.js').Severity} Severity
 */

/** @type {Severity[]} */
const ORDER = ['error', 'warning', 'info'];
const WHOLE = '整份报告';

/** @param {Entry} entry */
const isOpen = (entry) => entry.reason === null;

/** @param {Entry} entry */
const gravity = (entry) => ORDER.indexOf(entry.severity) + (isOpen(entry) ? 0 : ORDER.length);

/** @param {Entry} entry */
const signOf = (entry) => (isOpen(entry) ? SEVERITY[entry.severity] : '已说明');

/**
 * Entries by sheet, those sheets first that have the gravest.
 * @param {Entry[]} entries
 * @returns {[string, Entry[]][]}
 */
function bySheet(entries) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of entries) {
    const name = entry.sheet ?? WHOLE;
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  // Sorting keeps what is equal in its order: what comes first has caused what follows.
  for (const group of groups.values()) group.sort((a, b) => gravity(a) - gravity(b));
  return [...groups].sort((a, b) => gravity(a[1][0]) - gravity(b[1][0]));
}

/**
 * What a button says, its counts aside.
 * @param {Element | null} button
 */
const named = (button) => (button?.textContent ?? '').replace(/\d/g, '');

/**
 * All of them as text, to paste into a message.
 * @param {ReportFile} file
 */
function asText(file) {
  const lines = [`${file.name}：${said(counts(file.view?.findings ?? []))}`];
  for (const [name, group] of bySheet(file.view?.entries ?? [])) {
    lines.push('', `【${name}】`);
    for (const entry of group) {
      const place = entry.cells && ` ${entry.cells}`;
      lines.push(`${signOf(entry)}[${entry.code}]${place} ${entry.message}`);
      lines.push(`    ${entry.reason === null ? entry.help : `理由：${entry.reason}`}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export class Findings {
  /** @type {Set<Severity>} */
  #shown = new Set(ORDER);
  /** Which entry of the view is chosen. */
  #chosen = -1;
  /** @type {Entry[]} the entries that are shown */
  #entries = [];
  /** @type {Map<string, [string, string][]>} pages of codes that were looked up */
  #rules = new Map();

  /**
   * @param {HTMLElement} root
   * @param {{ rule: (code: string) => Promise<[string, string][]>,
   *   mend: (address: string) => void, tell: (sentence: string) => void }} outside
   */
  constructor(root, outside) {
    this.root = root;
    this.outside = outside;
    this.list = element('div', { class: 'finding-list' });
    this.detail = element('section', { class: 'finding-detail', 'aria-label': '选中的问题', tabindex: '-1' });
  }

  /**
   * Shows what was found; `again` where only more was found: what is chosen and where the keys
   * go stays.
   * @param {ReportFile} file
   */
  show(file, again = false) {
    const chosen = again ? this.#entries[this.#chosen] : undefined;
    const held = again && this.root.contains(document.activeElement) ? named(document.activeElement) : null;
    this.file = file;
    const entries = file.view?.entries ?? [];
    this.#entries = entries;
    const counted = counts(file.view?.findings ?? []);
    const chips = ORDER.map((severity) => element('button', {
      type: 'button',
      class: `chip ${severity}`,
      'aria-pressed': String(this.#shown.has(severity)),
      disabled: counted[severity] === 0,
      onclick: (/** @type {Event} */ event) => this.#toggle(severity, event),
    }, `${SEVERITY[severity]} ${counted[severity]}`));
    const accepted = entries.filter((entry) => !isOpen(entry)).length;
    refill(this.root,
      element('div', { class: 'bar no-print' },
        element('div', { class: 'chips', role: 'group', 'aria-label': '显示哪些问题' }, chips),
        accepted > 0 && element('span', { class: 'quiet' }, `已说明 ${accepted} 个`),
        Boolean(file.view?.omitted) && element('span', { class: 'quiet' }, `按规则集略去 ${file.view?.omitted} 条`),
        element('span', { class: 'space' }),
        element('button', { type: 'button', onclick: () => this.#copy() }, '复制文字'),
        element('button', { type: 'button', onclick: () => window.print() }, '打印')),
      entries.length === 0
        ? element('p', { class: 'all-well' }, '没有发现问题，可以到“取走文件”生成各种文件。')
        : element('div', { class: 'split' }, this.list, this.detail));
    this.#fillList();
    const same = chosen && entries.find((one) =>
      one.code === chosen.code && one.message === chosen.message && one.cells === chosen.cells);
    const first = same ?? bySheet(entries)[0]?.[1][0];
    this.#choose(first ? entries.indexOf(first) : -1, false);
    if (held === null) return;
    const buttons = [...this.root.querySelectorAll('button')];
    buttons.find((button) => named(button) === held)?.focus({ preventScroll: true });
  }

  #fillList() {
    const entries = this.file?.view?.entries ?? [];
    const wanted = entries.filter((entry) => this.#shown.has(entry.severity));
    const groups = bySheet(wanted).map(([name, group]) => element('section', {},
      element('h3', {}, name),
      element('ul', {}, group.map((entry) => element('li', {}, this.#button(entry, entries.indexOf(entry)))))));
    refill(this.list, groups.length ? groups : element('p', { class: 'quiet' }, '这几类问题没有。'));
  }

  /**
   * @param {Entry} entry
   * @param {number} index
   */
  #button(entry, index) {
    return element('button', {
      type: 'button',
      class: `finding ${isOpen(entry) ? entry.severity : 'accepted'}`,
      'data-index': index,
      'aria-pressed': String(index === this.#chosen),
      onclick: () => this.#choose(index, true),
    },
    element('span', { class: 'sign' }, signOf(entry)),
    entry.cells && element('span', { class: 'cell' }, entry.cells),
    entry.count > 1 && element('span', { class: 'cell' }, `共 ${entry.count} 处`),
    element('span', { class: 'sentence' }, entry.message),
    element('span', { class: 'on-paper' }, entry.reason ?? entry.help));
  }

  /**
   * @param {Severity} severity
   * @param {Event} event
   */
  #toggle(severity, event) {
    if (!this.#shown.delete(severity)) this.#shown.add(severity);
    const chip = /** @type {HTMLElement} */ (event.currentTarget);
    chip.setAttribute('aria-pressed', String(this.#shown.has(severity)));
    this.#fillList();
  }

  /**
   * @param {number} index
   * @param {boolean} byHand
   */
  #choose(index, byHand) {
    this.#chosen = index;
    for (const button of this.list.querySelectorAll('.finding')) {
      button.setAttribute('aria-pressed', String(Number(button.getAttribute('data-index')) === index));
    }
    const entry = this.file?.view?.entries[index];
    if (!entry) {
      refill(this.detail);
      return;
    }
    const sheet = this.file?.view?.sheets?.find((one) => one.name === entry.sheet);
    const why = element('div', { class: 'why' });
    const { address } = entry;
    const place = [entry.sheet, entry.cells].filter(Boolean).join(' ▸ ') || WHOLE;
    refill(this.detail,
      element('p', { class: 'where' }, `${place}　${entry.code}　${entry.title}`),
      element('p', { class: `what ${entry.severity}` }, entry.message),
      element('p', { class: 'help' },
        element('strong', {}, isOpen(entry) ? '怎样改：' : '已说明：'), entry.reason ?? entry.help),
      address && element('p', { class: 'no-print' }, element('button', {
        type: 'button', class: 'main', onclick: () => this.outside.mend(address),
      }, '到这里修改')),
      sheet && entry.areas.length > 0 && element('div', {
        class: 'picture', tabindex: '0', role: 'region', 'aria-label': `${entry.sheet} 的样子`,
      }, picture(sheet, entry)),
      why);
    void this.#fillWhy(why, entry.code);
    const marked = this.detail.querySelector('.marked');
    const frame = this.detail.querySelector('.picture');
    if (marked && frame) {
      const [here, room] = [marked.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollTop += here.top - room.top - room.height / 3;
      frame.scrollLeft += here.left - room.left - room.width / 3;
    }
    if (byHand && window.matchMedia('(max-width: 60rem)').matches) {
      this.detail.scrollIntoView({ block: 'start' });
      this.detail.focus({ preventScroll: true });
    }
  }

  /**
   * @param {HTMLElement} why
   * @param {string} code
   */
  async #fillWhy(why, code) {
    if (!this.#rules.has(code)) this.#rules.set(code, await this.outside.rule(code));
    const parts = this.#rules.get(code) ?? [];
    refill(why, element('details', {},
      element('summary', {}, '为什么这样要求'),
      element('dl', {}, parts.map(([name, text]) =>
        [element('dt', {}, name), element('dd', {}, text)]).flat())));
  }

  async #copy() {
    if (!this.file) return;
    const text = asText(this.file);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // On file:// some browsers have no clipboard for scripts: the old way.
      const area = element('textarea', { class: 'aside', value: text, 'aria-hidden': 'true' });
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    this.outside.tell('全部问题已复制，可以粘贴到消息或文档里');
  }
}
