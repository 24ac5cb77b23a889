// @ts-check
// The form to type in: 基本信息, the texts, the tables. Every change is checked; totals are
// worked out beside what was typed, and taken over only when the clerk says so.

import { element, freshId, refill } from './element.js';
import { totals } from './sums.js';

/**
 * @typedef {import('./documents.js').Draft} Draft
 * @typedef {import('./documents.js').Finding} Finding
 * @typedef {import('./documents.js').ReportFile} ReportFile
 * @typedef {import('./sums.js').FormTable} FormTable
 * @typedef {import('./sums.js').FormCell} FormCell
 * @typedef {{ id: string, label: string, kind: string, required: boolean, note: string,
 *   choices: string[] }} FormField
 * @typedef {{ number: number, heading: string, sheet: string, table: string | null }} FormSection
 * @typedef {{ edition: string, firstYear: number, lastYear: number | null, notice: string,
 *   sections: FormSection[], tables: FormTable[] }} Edition
 * @typedef {{ fields: FormField[], sheet: string, editions: Edition[] }} Forms
 */

const NUMERALS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/** Fields that every report needs stand first; the others are folded away. */
const FIRST_FIELDS = ['year', 'agency', 'category', 'datePublished', 'dateProduced', 'title'];
const MOST_UNDO = 200;

/** A report without anything in it.
 * @param {Edition} form
 * @returns {Draft}
 */
export function blankDraft(form) {
  const blank = (/** @type {FormTable} */ table) => [table.id, { form: form.edition, rows: {} }];
  return {
    edition: form.edition,
    fields: {},
    unknown: [],
    sections: form.sections.map(({ number, heading, table }) =>
      ({ number, heading, passages: [], table, notes: [] })),
    tables: Object.fromEntries(form.tables.map(blank)),
    accepted: [],
  };
}

export class Editor {
  /** @type {Map<string, HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>} */
  #inputs = new Map();
  /** @type {Map<string, HTMLElement>} remarks below inputs, by address */
  #remarks = new Map();
  /** @type {Map<string, HTMLButtonElement>} totals worked out, by address */
  #sums = new Map();
  /** @type {Draft | undefined} */
  #draft;
  /** The state before the change that is being typed. */
  #before = '';

  /**
   * @param {HTMLElement} root
   * @param {{ forms: () => Forms, changed: (file: ReportFile) => void,
   *   takeWorkbook: () => void, takeDraft: () => void }} outside
   */
  constructor(root, outside) {
    this.root = root;
    this.outside = outside;
    root.addEventListener('input', () => this.#read());
    root.addEventListener('change', () => this.#keep());
    root.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {ReportFile} file */
  show(file) {
    this.file = file;
    this.#draft = structuredClone(file.draft ?? file.view?.draft);
    if (!this.#draft) {
      refill(this.root);
      return;
    }
    this.#before = JSON.stringify(this.#draft);
    this.#draw();
    this.mark(file.view?.findings ?? [], file.view?.unreadable ?? []);
  }

  #edition() {
    const { editions } = this.outside.forms();
    return editions.find((one) => one.edition === this.#draft?.edition) ?? editions[0];
  }

  #draw() {
    const draft = /** @type {Draft} */ (this.#draft);
    this.#inputs.clear();
    this.#remarks.clear();
    this.#sums.clear();
    const edition = this.#edition();
    this.undoButton = element('button', { type: 'button', onclick: () => this.#step('undo', 'redo') }, '撤销');
    this.redoButton = element('button', { type: 'button', onclick: () => this.#step('redo', 'undo') }, '重做');
    const jump = (/** @type {string} */ id, /** @type {string} */ text) =>
      element('li', {}, element('button', {
        type: 'button', class: 'link', onclick: () => this.#jump(id),
      }, text));
    const parts = draft.sections.map((section) => this.#section(section, edition));
    refill(this.root,
      element('div', { class: 'bar no-print' },
        this.undoButton, this.redoButton,
        element('span', { class: 'space' }),
        element('button', { type: 'button', onclick: this.outside.takeDraft }, '存草稿'),
        element('button', { type: 'button', class: 'main', onclick: this.outside.takeWorkbook }, '取走改好的工作簿')),
      element('nav', { class: 'jump no-print', 'aria-label': '转到' }, element('ul', {},
        jump('part-fields', '基本信息'),
        draft.sections.map((one) => jump(`part-${one.number}`, `${NUMERALS[one.number]}、${one.heading}`)))),
      this.#fields(),
      parts);
    this.#buttons();
    this.#add();
  }

  #fields() {
    const { fields, sheet } = this.outside.forms();
    const draft = /** @type {Draft} */ (this.#draft);
    const isFirst = (/** @type {FormField} */ field) => FIRST_FIELDS.includes(field.id) || field.required;
    const first = fields.filter(isFirst).map((field) => this.#field(field));
    const rest = fields.filter((field) => !isFirst(field));
    const isOpen = rest.some((field) => draft.fields[field.id]);
    return element('section', { class: 'part', id: 'part-fields', tabindex: '-1' },
      element('h3', {}, sheet),
      element('div', { class: 'fields' }, first),
      element('details', { open: isOpen },
        element('summary', {}, '网站和档案要用的其他信息'),
        element('div', { class: 'fields' }, rest.map((field) => this.#field(field)))));
  }

  /** @param {FormField} field */
  #field(field) {
    const draft = /** @type {Draft} */ (this.#draft);
    const address = `field/${field.id}`;
    const id = freshId();
    const value = draft.fields[field.id] ?? '';
    const given = { id, value, 'aria-describedby': `${id}-note ${id}-remark` };
    const input = field.kind === 'choice'
      ? element('select', given, ['', ...new Set([...field.choices, value])].filter((one, index) => index === 0 || one)
        .map((choice) => element('option', { value: choice, selected: choice === value }, choice || '（未选）')))
      : element('input', { ...given, type: 'text', inputmode: field.kind === 'year' && 'numeric', autocomplete: 'off' });
    this.#keepInput(address, input, id);
    return element('div', { class: 'field' },
      element('label', { for: id }, field.label, field.required && element('span', { class: 'must' }, '（必填）')),
      input,
      element('p', { class: 'quiet', id: `${id}-note` }, field.note),
      this.#remark(address, id));
  }

  /**
   * @param {string} address
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} input
   * @param {string} id
   */
  #keepInput(address, input, id) {
    input.dataset.address = address;
    input.id = id;
    this.#inputs.set(address, input);
  }

  /**
   * @param {string} address
   * @param {string} id
   */
  #remark(address, id) {
    const remark = element('div', { class: 'remarks', id: `${id}-remark` });
    this.#remarks.set(address, remark);
    return remark;
  }

  /**
   * @param {import('./documents.js').DraftSection} section
   * @param {Edition} edition
   */
  #section(section, edition) {
    const form = edition.sections.find((one) => one.number === section.number);
    const table = section.table && this.#draft?.tables[section.table];
    const own = table && this.outside.forms().editions.find((one) => one.edition === table.form);
    const drawn = own && own.tables.find((one) => one.id === section.table);
    const title = `${NUMERALS[section.number]}、${section.heading || form?.heading || ''}`;
    return element('section', { class: 'part', id: `part-${section.number}`, tabindex: '-1' },
      element('h3', {}, title),
      this.#text(`passages/${section.number}`, section.passages,
        drawn ? '表格前的文字（一般没有）' : '正文，一段一行；小标题单独一行，如“（一）主动公开”', !drawn),
      drawn && this.#table(drawn),
      drawn && this.#text(`notes/${section.number}`, section.notes, '表下的注（一般没有）', false));
  }

  /**
   * @param {string} address
   * @param {string[]} lines
   * @param {string} label
   * @param {boolean} isLong
   */
  #text(address, lines, label, isLong) {
    const id = freshId();
    const area = element('textarea', {
      rows: isLong ? Math.min(24, Math.max(6, lines.reduce((sum, line) => sum + 1 + Math.floor(line.length / 42), 0))) : Math.max(1, lines.length),
      value: lines.join('\n'),
      'aria-describedby': `${id}-remark`,
    });
    this.#keepInput(address, area, id);
    const body = [element('label', { for: id, class: isLong ? null : 'quiet' }, label), area, this.#remark(address, id)];
    return isLong || lines.length
      ? element('div', { class: 'text' }, body)
      : element('details', { class: 'text' }, element('summary', { class: 'quiet' }, label), body.slice(1));
  }

  /** @param {FormTable} form */
  #table(form) {
    const whole = form.widths.reduce((sum, width) => sum + width, 0);
    const columns = form.widths.map((width) => {
      const column = element('col');
      column.style.width = `${(100 * width) / whole}%`;
      return column;
    });
    const rows = Array.from({ length: form.rows }, () => element('tr'));
    const isSum = new Set(totals(form, () => '1').keys());
    for (const cell of [...form.cells].sort((a, b) => a.y - b.y || a.x - b.x)) {
      rows[cell.y].append(this.#cell(form, cell, isSum));
    }
    const remarks = element('div', { class: 'remarks' });
    this.#remarks.set(`figure/${form.id}`, remarks);
    return element('div', { class: 'form-frame' },
      form.unit && element('p', { class: 'unit' }, form.unit),
      element('table', { class: 'form' }, element('colgroup', {}, columns), element('tbody', {}, rows)),
      remarks);
  }

  /**
   * @param {FormTable} form
   * @param {FormCell} cell
   * @param {Set<string>} isSum
   */
  #cell(form, cell, isSum) {
    const spans = { rowspan: cell.height > 1 && cell.height, colspan: cell.width > 1 && cell.width };
    if (cell.row === null || cell.column === null) {
      const scope = { 'row-head': 'row', 'column-head': 'col' }[cell.role];
      return scope
        ? element('th', { ...spans, scope, class: cell.role }, cell.label)
        : element('td', { ...spans, class: cell.role }, cell.label);
    }
    const [row, column] = [cell.row, cell.column];
    const address = `figure/${form.id}/${row}/${column}`;
    const id = freshId();
    const input = element('input', {
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      value: this.#draft?.tables[form.id]?.rows[row]?.[column] ?? '',
      'aria-label': cell.name,
    });
    this.#keepInput(address, input, id);
    if (!isSum.has(`${row}/${column}`)) return element('td', { ...spans, class: 'figure' }, input);
    const sum = element('button', {
      type: 'button', class: 'sum', hidden: true, onclick: () => {
        input.value = sum.value;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        input.dispatchEvent(new Event('change', { bubbles: true }));
        input.focus();
      },
    });
    this.#sums.set(address, sum);
    return element('td', { ...spans, class: 'figure total' }, input, sum);
  }

  /** Takes over what stands in the inputs. */
  #read() {
    const draft = this.#draft;
    if (!draft || !this.file) return;
    for (const [address, input] of this.#inputs) {
      const [kind, ...rest] = address.split('/');
      const text = input.value;
      if (kind === 'field') {
        if (text.trim()) draft.fields[rest[0]] = text;
        else delete draft.fields[rest[0]];
      } else if (kind === 'figure') {
        const [table, row, column] = rest;
        const { rows } = draft.tables[table];
        if (text.trim()) (rows[row] ??= {})[column] = text;
        else if (rows[row]) delete rows[row][column];
      } else {
        const section = draft.sections.find((one) => one.number === Number(rest[0]));
        const lines = text.split('\n').filter((line) => line.trim());
        if (section && kind === 'passages') section.passages = lines;
        if (section && kind === 'notes') section.notes = lines;
      }
    }
    this.#add();
    this.file.draft = structuredClone(draft);
    this.file.isUnsaved = true;
    this.outside.changed(this.file);
  }

  /** A change is complete: one step back for 撤销. */
  #keep() {
    const now = JSON.stringify(this.#draft);
    if (!this.file || now === this.#before) return;
    this.file.undo.push(JSON.parse(this.#before));
    if (this.file.undo.length > MOST_UNDO) this.file.undo.shift();
    this.file.redo = [];
    this.#before = now;
    this.#buttons();
  }

  /**
   * @param {'undo' | 'redo'} from
   * @param {'undo' | 'redo'} to
   */
  #step(from, to) {
    const file = this.file;
    if (!file || !this.#draft) return;
    this.#keep();
    const other = file[from].pop();
    if (!other) return;
    file[to].push(this.#draft);
    this.#draft = other;
    this.#before = JSON.stringify(other);
    for (const [address, input] of this.#inputs) input.value = this.#value(address);
    file.draft = structuredClone(other);
    file.isUnsaved = true;
    this.#add();
    this.#buttons();
    this.outside.changed(file);
  }

  /** @param {string} address */
  #value(address) {
    const [kind, first, row, column] = address.split('/');
    const draft = /** @type {Draft} */ (this.#draft);
    if (kind === 'field') return draft.fields[first] ?? '';
    if (kind === 'figure') return draft.tables[first]?.rows[row]?.[column] ?? '';
    const section = draft.sections.find((one) => one.number === Number(first));
    return ((kind === 'notes' ? section?.notes : section?.passages) ?? []).join('\n');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const input = /** @type {HTMLElement} */ (event.target);
    const [kind, table, row, column] = (input.dataset?.address ?? '').split('/');
    if (kind !== 'figure') return;
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    // As in a spreadsheet: up and down in the same column.
    const form = this.#edition().tables.find((one) => one.id === table)
      ?? this.outside.forms().editions.flatMap((one) => one.tables).find((one) => one.id === table);
    const own = form?.cells.filter((cell) => cell.row !== null && cell.column === column) ?? [];
    const next = own[own.findIndex((cell) => cell.row === row) + step];
    if (!next) return;
    event.preventDefault();
    const target = this.#inputs.get(`figure/${table}/${next.row}/${next.column}`);
    target?.focus();
    if (target instanceof HTMLInputElement) target.select();
  }

  /** Totals beside what was typed, where they differ. */
  #add() {
    for (const section of this.#draft?.sections ?? []) {
      const table = section.table && this.#draft?.tables[section.table];
      if (!table) continue;
      const edition = this.outside.forms().editions.find((one) => one.edition === table.form);
      const form = edition?.tables.find((one) => one.id === section.table);
      if (!form) continue;
      const found = totals(form, (row, column) => table.rows[row]?.[column]);
      for (const cell of form.cells) {
        const address = `figure/${form.id}/${cell.row}/${cell.column}`;
        const sum = this.#sums.get(address);
        if (!sum) continue;
        const value = found.get(`${cell.row}/${cell.column}`);
        const typed = (this.#inputs.get(address)?.value ?? '').trim();
        sum.hidden = value === undefined || value === typed;
        sum.value = value ?? '';
        sum.textContent = `合计 ${value}`;
        sum.setAttribute('aria-label', `${cell.name}：各项合计为 ${value}，填入`);
      }
    }
  }

  #buttons() {
    const held = document.activeElement;
    const { undoButton, redoButton } = this;
    if (!undoButton || !redoButton) return;
    undoButton.disabled = !this.file?.undo.length;
    redoButton.disabled = !this.file?.redo.length;
    // A button that was pressed for the last time hands the keys on.
    if (held === undoButton && undoButton.disabled) redoButton.focus();
    if (held === redoButton && redoButton.disabled) undoButton.focus();
  }

  /** @param {string} id */
  #jump(id) {
    const part = this.root.querySelector(`#${id}`);
    part?.scrollIntoView({ block: 'start' });
    if (part instanceof HTMLElement) part.focus({ preventScroll: true });
  }

  /**
   * Shows what was found beside the inputs.
   * @param {Finding[]} findings
   * @param {[string, string][]} unreadable
   */
  mark(findings, unreadable) {
    for (const input of this.#inputs.values()) {
      input.classList.remove('error', 'warning', 'info');
      input.removeAttribute('aria-invalid');
      input.removeAttribute('title');
    }
    for (const remark of this.#remarks.values()) refill(remark);
    for (const [id, label] of unreadable) {
      const sentence = id === 'year' ? '年度要写四位数字' : `${label}要写成 2022-01-28 的样子`;
      this.#say(`field/${id}`, 'error', sentence, '');
    }
    for (const finding of findings.filter((one) => one.isOpen)) {
      if (finding.address) this.#say(inputOf(finding.address), finding.severity, finding.message, finding.help);
    }
  }

  /**
   * @param {string} address
   * @param {import('./documents.js').Severity} severity
   * @param {string} message
   * @param {string} help
   */
  #say(address, severity, message, help) {
    const input = this.#inputs.get(address);
    if (!input) return;
    if (!input.classList.contains('error')) input.classList.add(severity);
    if (severity === 'error') input.setAttribute('aria-invalid', 'true');
    const own = this.#remarks.get(address);
    const remark = own ?? this.#remarks.get(address.split('/').slice(0, 2).join('/'));
    if (!own) input.title = `${input.title}${input.title && '\n'}${message}`;
    remark?.append(element('p', { class: `remark ${severity}` }, message, ' ', element('span', { class: 'quiet' }, help)));
  }

  /**
   * Goes to an input.
   * @param {string} address
   */
  focus(address) {
    const input = this.#inputs.get(inputOf(address));
    if (!input) return;
    input.closest('details')?.setAttribute('open', '');
    input.scrollIntoView({ block: 'center' });
    input.focus({ preventScroll: true });
    const [kind, , index] = address.split('/');
    if (kind === 'passage' && input instanceof HTMLTextAreaElement) {
      const lines = input.value.split('\n');
      const start = lines.slice(0, Number(index)).reduce((sum, line) => sum + line.length + 1, 0);
      input.setSelectionRange(start, start + (lines[Number(index)] ?? '').length);
    }
  }
}

/**
 * The address of the input that holds what has this address.
 * @param {string} address
 */
function inputOf(address) {
  const [kind, first] = address.split('/');
  if (kind === 'passage' || kind === 'heading') return `passages/${first}`;
  if (kind === 'note') return `notes/${first}`;
  return address;
}
