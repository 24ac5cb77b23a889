// @ts-check
// What is wrong: findings by sheet, the gravest first; beside them the one that is chosen,
// with a picture of the place, what to do and why.

import { SEVERITY, counts, said } from './documents.js';
import { element, refill } from './element.js';
import { picture } from './sheet.js';

/**
 * @typedef {import('./documents.js').ReportFile} ReportFile
 * @typedef {import('./documents.js').Finding} Finding
 * @typedef {import('./documents.js').Severity} Severity
 */

/** @type {Severity[]} */
const ORDER = ['error', 'warning', 'info'];

/** @param {Finding} finding */
function placeOf(finding) {
  if (finding.where) return finding.where;
  return [finding.sheet, finding.cell].filter(Boolean).join(' ▸ ') || '整份报告';
}

/**
 * Findings by sheet, those sheets first that have the gravest.
 * @param {Finding[]} findings
 * @returns {[string, Finding[]][]}
 */
export function bySheet(findings) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const finding of findings) {
    const name = finding.sheet ?? '整份报告';
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  const gravity = (/** @type {Finding} */ finding) =>
    ORDER.indexOf(finding.severity) + (finding.isOpen ? 0 : 3);
  const sorted = [...groups].map(([name, group]) => /** @type {[string, Finding[]]} */ ([
    name,
    group.map((finding, index) => ({ finding, index }))
      .sort((a, b) => gravity(a.finding) - gravity(b.finding) || a.index - b.index)
      .map(({ finding }) => finding),
  ]));
  return sorted.sort((a, b) => gravity(a[1][0]) - gravity(b[1][0]));
}

/**
 * All findings as text, to paste into a message.
 * @param {ReportFile} file
 */
export function asText(file) {
  const findings = file.view?.findings ?? [];
  const lines = [`${file.name}：${said(counts(findings))}`];
  for (const [name, group] of bySheet(findings)) {
    lines.push('', `【${name}】`);
    for (const finding of group) {
      const sign = finding.isOpen ? SEVERITY[finding.severity] : '已说明';
      lines.push(`${sign}[${finding.code}] ${finding.cell ?? ''} ${finding.message}`.replace('  ', ' '));
      lines.push(`    ${finding.isOpen ? finding.help : `理由：${finding.reason}`}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export class Findings {
  /** @type {Set<Severity>} */
  #shown = new Set(ORDER);
  /** @type {number} index of the chosen one in the view */
  #chosen = -1;
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

  /** @param {ReportFile} file */
  show(file) {
    this.file = file;
    const findings = file.view?.findings ?? [];
    const counted = counts(findings);
    const chips = ORDER.map((severity) => element('button', {
      type: 'button',
      class: `chip ${severity}`,
      'aria-pressed': String(this.#shown.has(severity)),
      disabled: counted[severity] === 0,
      onclick: (/** @type {Event} */ event) => this.#toggle(severity, event),
    }, `${SEVERITY[severity]} ${counted[severity]}`));
    const accepted = findings.filter((finding) => !finding.isOpen).length;
    refill(this.root,
      element('div', { class: 'bar no-print' },
        element('div', { class: 'chips', role: 'group', 'aria-label': '显示哪些问题' }, chips),
        accepted > 0 && element('span', { class: 'quiet' }, `已说明 ${accepted} 个`),
        element('span', { class: 'space' }),
        element('button', { type: 'button', onclick: () => this.#copy() }, '复制文字'),
        element('button', { type: 'button', onclick: () => window.print() }, '打印')),
      findings.length === 0
        ? element('p', { class: 'all-well' }, '没有发现问题，可以到“取走文件”生成各种文件。')
        : element('div', { class: 'split' }, this.list, this.detail));
    this.#fillList();
    const first = bySheet(findings)[0]?.[1][0];
    this.#choose(first ? findings.indexOf(first) : -1, false);
  }

  #fillList() {
    const findings = this.file?.view?.findings ?? [];
    const wanted = findings.filter((finding) => this.#shown.has(finding.severity));
    const groups = bySheet(wanted).map(([name, group]) => element('section', {},
      element('h3', {}, name, element('span', { class: 'quiet' }, ` ${group.length}`)),
      element('ul', {}, group.map((finding) => element('li', {}, this.#entry(finding, findings))))));
    refill(this.list, groups.length ? groups : element('p', { class: 'quiet' }, '这几类问题没有。'));
  }

  /**
   * @param {Finding} finding
   * @param {Finding[]} findings
   */
  #entry(finding, findings) {
    const index = findings.indexOf(finding);
    const isOpen = finding.isOpen;
    return element('button', {
      type: 'button',
      class: `finding ${isOpen ? finding.severity : 'accepted'}`,
      'data-index': index,
      'aria-pressed': String(index === this.#chosen),
      onclick: () => this.#choose(index, true),
    },
    element('span', { class: 'sign' }, isOpen ? SEVERITY[finding.severity] : '已说明'),
    finding.cell && element('span', { class: 'cell' }, finding.cell),
    element('span', { class: 'sentence' }, finding.message));
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
    const finding = this.file?.view?.findings[index];
    if (!finding) {
      refill(this.detail);
      return;
    }
    const sheet = this.file?.view?.sheets?.find((one) => one.name === finding.sheet);
    const why = element('div', { class: 'why' });
    const address = finding.address;
    refill(this.detail,
      element('p', { class: 'where' }, `${placeOf(finding)}　${finding.code}　${finding.title}`),
      element('p', { class: `what ${finding.severity}` }, finding.message),
      finding.isOpen
        ? element('p', { class: 'help' }, element('strong', {}, '怎样改：'), finding.help)
        : element('p', { class: 'help' }, element('strong', {}, '已说明：'), finding.reason),
      address && element('p', { class: 'no-print' }, element('button', {
        type: 'button', class: 'main', onclick: () => this.outside.mend(address),
      }, '到这里修改')),
      sheet && finding.first && element('div', {
        class: 'picture', tabindex: '0', role: 'region', 'aria-label': `${finding.sheet} 的样子`,
      }, picture(sheet, finding)),
      why);
    void this.#fillWhy(why, finding.code);
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
