// @ts-check
// The files that the clerk has opened, and what is known of each.

import { freshId } from './element.js';

/**
 * @typedef {'error' | 'warning' | 'info'} Severity
 * @typedef {{ code: string, severity: Severity, message: string, help: string,
 *   isOpen: boolean, address: string | null }} Finding one of them, in printed order
 * @typedef {{ code: string, title: string, severity: Severity, sheet: string | null,
 *   cells: string, areas: [number, number, number, number][], count: number, message: string,
 *   help: string, reason: string | null, address: string | null }} Entry those that say the
 *   same; with a reason, one that the office has explained
 * @typedef {{ number: number, heading: string, passages: string[], table: string | null,
 *   notes: string[] }} DraftSection
 * @typedef {{ form: string, rows: Record<string, Record<string, string>> }} DraftTable
 * @typedef {{ edition: string, fields: Record<string, string>, unknown: [string, string][],
 *   sections: DraftSection[], tables: Record<string, DraftTable>,
 *   accepted: string[][] }} Draft
 * @typedef {{ name: string, columns: 'letters' | 'numbers' | 'none', cells: [number, number, string][],
 *   merges: [number, number, number, number][], hiddenRows: number[],
 *   hiddenColumns: number[], isCut: boolean }} Sheet
 * @typedef {{ stem: string, title: string, year: number | null, agency: string | null,
 *   edition: string, isWorkbook: boolean, draft: Draft, findings: Finding[], entries: Entry[],
 *   hasErrors: boolean, omitted: number, sheets?: Sheet[], unreadable?: [string, string][] }} View
 */

/** One file, or a report that was begun here. */
export class ReportFile {
  id = freshId();
  /** As the clerk knows it, with the folders below the one that was chosen. */
  path;
  /** @type {Uint8Array} what is checked and written now */
  bytes;
  /** @type {Uint8Array | undefined} as it was opened; none for a report begun here */
  original;
  /** @type {'waiting' | 'working' | 'done' | 'refused'} */
  state = 'waiting';
  /** @type {string | undefined} why it was refused */
  error;
  /** @type {View | undefined} */
  view;
  /** @type {Draft | undefined} as edited here */
  draft;
  /** @type {Draft[]} */
  undo = [];
  /** @type {Draft[]} */
  redo = [];
  /** Whether something was edited that was not taken away yet. */
  isUnsaved = false;

  /**
   * @param {string} path
   * @param {Uint8Array | undefined} bytes
   */
  constructor(path, bytes) {
    this.path = path;
    this.bytes = bytes ?? new Uint8Array();
    this.original = bytes;
  }

  /** The name without folders. */
  get name() {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /** The name without folders and ending. */
  get stem() {
    const dot = this.name.lastIndexOf('.');
    return dot > 0 ? this.name.slice(0, dot) : this.name;
  }

  /** The name under which it is read now: an edited report is an official workbook. */
  get readName() {
    return this.draft ? `${this.stem}.xlsx` : this.name;
  }

  /** Whether it was changed or begun here. */
  get isEdited() {
    return this.draft !== undefined;
  }
}

/** @param {Finding[]} findings */
export function counts(findings) {
  const open = findings.filter((finding) => finding.isOpen);
  const of = (/** @type {Severity} */ severity) =>
    open.filter((finding) => finding.severity === severity).length;
  return { error: of('error'), warning: of('warning'), info: of('info') };
}

export const SEVERITY = { error: '错误', warning: '警告', info: '提示' };

/** @param {{ error: number, warning: number, info: number }} counted */
export function said(counted) {
  const parts = [
    counted.error && `${counted.error} 个错误`,
    counted.warning && `${counted.warning} 个警告`,
    counted.info && `${counted.info} 个提示`,
  ].filter(Boolean);
  return parts.length ? parts.join('，') : '没有发现问题';
}
