// @ts-check
// Totals as the form defines them, worked out while somebody types.

/**
 * @typedef {{ y: number, x: number, height: number, width: number, role: string,
 *   label: string, row: string | null, column: string | null, name: string | null }} FormCell
 * @typedef {{ code: string, each: 'row' | 'column', left: string[], right: string[] }} FormSum
 * @typedef {{ id: string, title: string, unit: string | null, widths: number[], rows: number,
 *   cells: FormCell[], sums: FormSum[] }} FormTable
 */

/**
 * A plain number in millionths, so that money adds up exactly; nothing for other text.
 * @param {string | undefined} text
 * @returns {bigint | null | undefined} null for blank, undefined for what is no number
 */
export function millionths(text) {
  const plain = (text ?? '').trim().normalize('NFKC').replaceAll(/,/g, '');
  if (!plain) return null;
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(plain);
  if (!match) return undefined;
  const value = BigInt(match[2]) * 1_000_000n + BigInt((match[3] ?? '').padEnd(6, '0'));
  return match[1] ? -value : value;
}

/** @param {bigint} value */
export function shown(value) {
  const sign = value < 0n ? '-' : '';
  const all = value < 0n ? -value : value;
  const rest = String(all % 1_000_000n).padStart(6, '0').replace(/0+$/, '');
  return `${sign}${all / 1_000_000n}${rest && `.${rest}`}`;
}

/**
 * What every total has to be. Totals of totals come out right, as sums are worked out in the
 * order in which they lean on each other.
 * @param {FormTable} form
 * @param {(row: string, column: string) => string | undefined} typed
 * @returns {Map<string, string>} by `row/column`; none where a part is no number or all are blank
 */
export function totals(form, typed) {
  /** @type {Map<string, bigint>} */
  const known = new Map();
  const squares = form.cells.filter((cell) => cell.row !== null);
  const has = new Set(squares.map((cell) => `${cell.row}/${cell.column}`));
  const others = (/** @type {FormSum} */ sum) => new Set(
    squares.map((cell) => /** @type {string} */ (sum.each === 'row' ? cell.row : cell.column)));
  const single = form.sums.filter((sum) => sum.left.length === 1);
  // Twice: a total of rows may be a part of a total of columns.
  for (let round = 0; round < 2; round += 1) {
    for (const sum of single) {
      for (const other of others(sum)) {
        const at = (/** @type {string} */ id) => sum.each === 'row' ? `${other}/${id}` : `${id}/${other}`;
        if (!has.has(at(sum.left[0])) || !sum.right.every((id) => has.has(at(id)))) continue;
        const parts = sum.right.map((id) => {
          const [row, column] = at(id).split('/');
          return known.get(at(id)) ?? millionths(typed(row, column));
        });
        if (parts.some((part) => part === undefined) || parts.every((part) => part === null)) continue;
        known.set(at(sum.left[0]), parts.reduce((/** @type {bigint} */ all, part) => all + (part ?? 0n), 0n));
      }
    }
  }
  return new Map([...known].map(([at, value]) => [at, shown(value)]));
}
