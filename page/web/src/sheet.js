// @ts-check
// A picture of a sheet: its cells as a table with letters and numbers at the edges, and the
// cells that a finding is about outlined.

import { element } from './element.js';

/** Rows drawn above and below the place. */
const AROUND = 25;

/** @param {number} column */
export function letters(column) {
  let name = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    name = String.fromCharCode(65 + (rest % 26)) + name;
  }
  return name;
}

/**
 * The columns are called as the finding calls them: by letters in a workbook, by numbers in a
 * table of a document, not at all in prose.
 * @param {import('./documents.js').Sheet} sheet
 * @param {import('./documents.js').Entry} entry
 */
export function picture(sheet, entry) {
  const first = [Math.min(...entry.areas.map((area) => area[0])), Math.min(...entry.areas.map((area) => area[1]))];
  const last = [Math.max(...entry.areas.map((area) => area[2])), Math.max(...entry.areas.map((area) => area[3]))];
  const cells = new Map(sheet.cells.map(([row, column, text]) => [`${row},${column}`, text]));
  const top = Math.max(0, first[0] - AROUND);
  const used = sheet.cells.reduce((most, [row]) => Math.max(most, row), last[0]);
  const bottom = Math.min(used, Math.min(last[0], first[0] + 2 * AROUND) + AROUND);
  const right = sheet.cells.reduce((most, [, column]) => Math.max(most, column), last[1]);
  /** @type {Map<string, [number, number]>} */
  const spans = new Map();
  /** @type {Set<string>} */
  const covered = new Set();
  for (const [y, x, lastY, lastX] of sheet.merges) {
    if (lastY < top || y > bottom) continue;
    const from = Math.max(y, top);
    const to = Math.min(lastY, bottom);
    for (let row = from; row <= to; row += 1) {
      for (let column = x; column <= Math.min(lastX, right); column += 1) {
        covered.add(`${row},${column}`);
      }
    }
    covered.delete(`${from},${x}`);
    spans.set(`${from},${x}`, [to - from + 1, Math.min(lastX, right) - x + 1]);
    const text = cells.get(`${y},${x}`);
    if (from > y && text !== undefined) cells.set(`${from},${x}`, text);
  }
  const isMarked = (/** @type {number} */ row, /** @type {number} */ column) =>
    entry.areas.some(([y, x, lastY, lastX]) => row >= y && row <= lastY && column >= x && column <= lastX);

  const head = element('tr', {}, element('td', { class: 'corner' }));
  const shown = [];
  for (let column = 0; column <= right; column += 1) {
    if (!sheet.hiddenColumns.includes(column)) shown.push(column);
  }
  const called = (/** @type {number} */ column) =>
    (sheet.columns === 'letters' ? letters(column) : column + 1);
  for (const column of shown) head.append(element('th', { scope: 'col' }, called(column)));
  const body = element('tbody');
  for (let row = top; row <= bottom; row += 1) {
    const line = element('tr', { class: sheet.hiddenRows.includes(row) && 'hidden-row' });
    line.append(element('th', { scope: 'row' }, row + 1));
    for (const column of shown) {
      const at = `${row},${column}`;
      if (covered.has(at)) continue;
      const [height, width] = spans.get(at) ?? [1, 1];
      const marked = isMarked(row, column);
      const text = cells.get(at) ?? '';
      line.append(element('td', {
        class: [marked && `marked ${entry.severity}`, /^-?[\d.]+$/.test(text) && 'number']
          .filter(Boolean).join(' ') || null,
        rowspan: height > 1 && height,
        colspan: width > 1 && width,
        'aria-current': marked && 'location',
      }, text));
    }
    body.append(line);
  }
  return element('table', { class: 'sheet' }, sheet.columns !== 'none' && element('thead', {}, head), body);
}
