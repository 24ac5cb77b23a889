// @ts-check
// The page: what is open, which of it is shown, and what the clerk asks for.

import { Editor, blankDraft } from './editor.js';
import { Engine } from './engine.js';
import { Findings } from './findings.js';
import { Outputs } from './outputs.js';
import { Preview } from './preview.js';
import { ReportFile, counts, said } from './documents.js';
import { Zip } from './zip.js';
import { byId, element, refill } from './element.js';
import { dropped, mayBeReport, save } from './take.js';
import { LICENCES, VERSION } from './built.js';

/** A wait after the last letter before what was typed is checked, in milliseconds. */
const PAUSE = 150;
/** The same before it is also set on pages: that takes longer than checking. */
const LONG_PAUSE = 1500;
/** Larger files are refused by the engine, too; the page need not read them first. */
const MOST_BYTES = 64 << 20;

const engine = new Engine();
/** @type {ReportFile[]} */
let files = [];
/** @type {ReportFile | undefined} */
let current;
/** @type {{ name: string, bytes: Uint8Array } | undefined} */
let previous;
/** @type {import('./editor.js').Forms | undefined} */
let forms;
let tab = 'findings';

const findings = new Findings(byId('findings'), { rule, mend, tell });
const editor = new Editor(byId('edit'), {
  forms: () => /** @type {import('./editor.js').Forms} */ (forms),
  changed,
  takeWorkbook: () => { if (current) takeWorkbook(current); },
  takeDraft: () => { if (current) takeDraft(current); },
});
const preview = new Preview(byId('preview'), async (file) =>
  (await ask(file, { do: 'pages', name: file.readName })).blobs);
const outputs = new Outputs(byId('take'), {
  take: (formats) => run(() => take(formats)),
  takeAll: () => run(takeAll),
  takeMarked: () => run(takeMarked),
  useFaces,
  refusal,
  changed: () => void again(),
});

// ---- what the engine is asked

/**
 * Options as the engine takes them, with the files that belong to them behind the first.
 * @param {string[]} formats
 * @param {Uint8Array[]} blobs
 */
function wish(formats, blobs) {
  const { chosen } = outputs;
  const file = (/** @type {{ name: string, bytes: Uint8Array } | undefined} */ given) =>
    given && { name: given.name, blob: blobs.push(given.bytes) - 1 };
  return {
    formats,
    pdfStandard: chosen.pdfStandard,
    attach: chosen.attach && formats.includes('pdf'),
    allowErrors: chosen.allowErrors,
    docxTemplate: file(chosen.docxTemplate),
    profile: file(chosen.profile),
    previous: file(previous),
  };
}

/**
 * @param {ReportFile} file
 * @param {Record<string, any>} head
 * @param {string[]} [formats]
 */
function ask(file, head, formats = []) {
  const blobs = [file.bytes];
  return engine.ask({ ...head, wish: wish(formats, blobs) }, blobs);
}

/** Why the options as they are chosen cannot be used; nothing where they can. */
async function refusal() {
  if (!current) return undefined;
  try {
    await ask(current, { do: 'check', name: current.readName });
    return undefined;
  } catch (error) {
    // The page has a button for what the command line lists.
    return /** @type {Error} */ (error).message.replace('用 nianbao explain 列出', '见“规则”');
  }
}

/** @param {string} code */
async function rule(code) {
  const { head } = await engine.ask({ do: 'rule', code });
  return /** @type {[string, string][]} */ (head.parts);
}

// ---- opening

/** @param {[string, File][]} given */
async function open(given) {
  if (!given.length) return;
  const isFolder = given.some(([path]) => path.includes('/'));
  const wanted = isFolder ? given.filter(([path]) => mayBeReport(path)) : given;
  if (!wanted.length) {
    tell('这个文件夹里没有可以打开的文件');
    return;
  }
  const fresh = [];
  for (const [path, file] of wanted) {
    const one = new ReportFile(path, undefined);
    fresh.push(one);
    if (file.size > MOST_BYTES) {
      one.state = 'refused';
      one.error = `文件超过 ${MOST_BYTES >> 20} MB，不像是年报`;
      continue;
    }
    try {
      one.original = one.bytes = new Uint8Array(await file.arrayBuffer());
      takeUpDraft(one);
    } catch {
      one.state = 'refused';
      one.error = '这个文件读不出来：可能已经移走、删除，或者还没有下载到本机';
    }
  }
  files.push(...fresh);
  drawFiles();
  byId('start').hidden = true;
  choose(fresh[0]);
  for (const one of fresh) if (one.state === 'waiting') await check(one);
}

/**
 * A draft that was saved here before.
 * @param {ReportFile} file
 */
function takeUpDraft(file) {
  if (!/\.json$/i.test(file.name)) return;
  try {
    const saved = JSON.parse(new TextDecoder().decode(file.bytes));
    if (saved.nianbaoDraft === 1) {
      file.draft = saved.draft;
      file.original = undefined;
      file.path = saved.name;
    }
  } catch {
    // The engine says what it is.
  }
}

/** @param {import('./editor.js').Edition} edition */
function begin(edition) {
  const file = new ReportFile('新年报.xlsx', undefined);
  file.draft = blankDraft(edition);
  files.push(file);
  byId('start').hidden = true;
  choose(file);
  void check(file).then(() => show('edit'));
}

// ---- checking

/** @param {ReportFile} file */
async function check(file) {
  file.state = 'working';
  mark(file);
  try {
    if (file.draft) {
      const asked = { do: 'check-draft', name: file.readName, draft: file.draft, sheets: file === current };
      const { head, blobs } = await ask(file, asked);
      file.bytes = blobs[0];
      file.view = /** @type {import('./documents.js').View} */ (head);
    } else {
      const asked = { do: 'check', name: file.readName, sheets: file === current };
      file.view = /** @type {any} */ ((await ask(file, asked)).head);
    }
    file.state = 'done';
    file.error = undefined;
  } catch (error) {
    file.state = 'refused';
    file.error = /** @type {Error} */ (error).message;
  }
  mark(file);
  if (file === current) {
    drawCurrent();
    checkPages(file);
  }
}

let longPause = 0;

/**
 * What can be said only of the chosen formats, such as characters that no face has: once more
 * with them, when nothing else is being done.
 * @param {ReportFile} file
 */
function checkPages(file) {
  window.clearTimeout(longPause);
  if (file.state !== 'done') return;
  longPause = window.setTimeout(async () => {
    const { bytes, view } = file;
    if (file !== current || outputs.chosen.formats.length === 0) return;
    try {
      const { head } = await ask(file, { do: 'check', name: file.readName }, outputs.chosen.formats);
      if (file.bytes !== bytes || file.view !== view || !view) return;
      judged(file, head);
    } catch {
      // Whoever takes the files is told.
    }
  }, LONG_PAUSE);
}

/**
 * Takes over what was found with the chosen formats.
 * @param {ReportFile} file
 * @param {Record<string, any>} head
 */
function judged(file, head) {
  const before = file.view;
  if (!before || before.findings.length === head.findings.length) return;
  const { findings: found, entries, hasErrors } = head;
  file.view = { ...before, findings: found, entries, hasErrors };
  mark(file);
  if (file !== current) return;
  drawHead();
  if (tab === 'findings') findings.show(file, true);
  if (tab === 'edit') editor.mark(file.view.findings, file.view.unreadable ?? []);
  if (tab === 'take' && hasErrors !== before.hasErrors) outputs.show(file);
}

let pause = 0;

/** @param {ReportFile} file */
function changed(file) {
  window.clearTimeout(pause);
  pause = window.setTimeout(async () => {
    const draft = file.draft;
    if (!draft) return;
    try {
      const asked = { do: 'check-draft', name: file.readName, draft, sheets: true };
      const { head, blobs } = await ask(file, asked);
      if (file.draft !== draft) return;
      file.bytes = blobs[0];
      file.view = /** @type {any} */ (head);
      file.state = 'done';
      file.error = undefined;
    } catch (error) {
      tell(/** @type {Error} */ (error).message);
      return;
    }
    mark(file);
    if (file !== current) return;
    if (tab === 'edit') {
      editor.mark(file.view?.findings ?? [], file.view?.unreadable ?? []);
      drawHead();
    } else {
      drawCurrent();
    }
    checkPages(file);
  }, PAUSE);
}

// ---- showing

/** @param {ReportFile} file */
function choose(file) {
  const byKeys = byId('files').contains(document.activeElement);
  current = file;
  drawFiles();
  if (byKeys) rowButton(file)?.focus();
  drawCurrent();
  if (file.state === 'done' && !file.view?.sheets) void check(file);
}

/**
 * The button of a file in the list.
 * @param {ReportFile} file
 * @returns {HTMLElement | null}
 */
function rowButton(file) {
  return document.querySelector(`#row-${file.id} button`);
}

/** @param {string} sentence */
function tell(sentence) {
  const line = byId('told');
  line.textContent = '';
  window.requestAnimationFrame(() => { line.textContent = sentence; });
}

/** @param {ReportFile} file */
function statusOf(file) {
  if (file.state === 'waiting') return '等待';
  if (file.state === 'working') return '正在核对';
  if (file.state === 'refused') return '读不了';
  return said(counts(file.view?.findings ?? []));
}

/** @param {ReportFile} file */
function classOf(file) {
  if (file.state === 'refused') return 'error';
  if (file.state !== 'done') return 'quiet';
  const counted = counts(file.view?.findings ?? []);
  return counted.error ? 'error' : counted.warning ? 'warning' : 'well';
}

function drawFiles() {
  const panel = byId('files');
  panel.hidden = files.length < 2;
  if (panel.hidden) return;
  const rows = files.map((file) => element('tr', { id: `row-${file.id}`, 'aria-current': file === current && 'true' },
    element('th', { scope: 'row' }, element('button', { type: 'button', class: 'link', onclick: () => choose(file) }, file.path)),
    element('td', {}, file.view?.agency ?? ''),
    element('td', { class: classOf(file) }, statusOf(file)),
    element('td', {}, element('button', {
      type: 'button', class: 'link', 'aria-label': `关闭 ${file.name}`, onclick: () => close(file),
    }, '关闭'))));
  refill(panel,
    element('div', { class: 'bar' },
      element('h2', {}, `${files.length} 个文件`),
      element('span', { class: 'space' }),
      element('button', { type: 'button', onclick: takeSummary }, '取走汇总表'),
      element('button', { type: 'button', class: 'main', onclick: () => run(takeEverything) }, '全部生成，打成一个 ZIP')),
    element('div', { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': '打开的文件' },
      element('table', { class: 'files' },
        element('thead', {}, element('tr', {}, ['文件', '机关', '结果', '操作'].map((name) => element('th', { scope: 'col' }, name)))),
        element('tbody', {}, rows))));
}

/**
 * One line of the list.
 * @param {ReportFile} file
 */
function mark(file) {
  const cells = document.getElementById(`row-${file.id}`)?.children;
  if (!cells) return;
  cells[1].textContent = file.view?.agency ?? '';
  cells[2].textContent = statusOf(file);
  cells[2].className = classOf(file);
}

/** @param {ReportFile} file */
function close(file) {
  if (file.isUnsaved && !window.confirm(`“${file.name}”改过的内容还没有取走，确定关闭吗？`)) return;
  const index = files.indexOf(file);
  files = files.filter((one) => one !== file);
  const next = current === file ? files[Math.min(index, files.length - 1)] : current;
  if (next) {
    choose(next);
  } else {
    current = undefined;
    drawFiles();
    drawCurrent();
    byId('start').hidden = false;
  }
  // The list or the start page goes on where the file was.
  const row = next && files.length > 1 ? rowButton(next) : null;
  const other = /** @type {HTMLElement | null} */ (document.querySelector(next ? '#title' : '#start button'));
  (row ?? other)?.focus();
}

function drawHead() {
  const file = current;
  const head = byId('head');
  if (!file) return;
  const title = file.view?.title || file.name;
  document.title = `${title} - 年报`;
  refill(head,
    element('h2', { id: 'title', tabindex: '-1' }, title),
    element('p', {},
      element('span', { class: `verdict ${classOf(file)}`, role: 'status' }, statusOf(file)),
      element('span', { class: 'quiet' }, ` ${file.name}${file.isEdited ? '（改过，尚未取走的内容不会自动保存）' : ''}`)),
    element('div', { class: 'bar no-print' },
      previous
        ? element('span', { class: 'quiet' }, `与上年比：${previous.name} `, element('button', {
          type: 'button', class: 'link', onclick: () => { previous = undefined; again(); },
        }, '不比了'))
        : element('button', { type: 'button', class: 'link', onclick: () => byId('choose-previous').click() }, '与上年的报告比一比'),
      files.length === 1 && element('button', { type: 'button', class: 'link', onclick: () => close(file) }, '关闭这个文件')));
}

function drawCurrent() {
  const panel = byId('report');
  panel.hidden = !current;
  if (!current) return;
  drawHead();
  const isReadable = Boolean(current.view) && current.state !== 'refused';
  byId('refused').hidden = current.state !== 'refused';
  byId('refused').textContent = current.error ?? '';
  byId('tabs').hidden = !isReadable;
  for (const panelOf of document.querySelectorAll('[role=tabpanel]')) {
    /** @type {HTMLElement} */ (panelOf).hidden = !isReadable || panelOf.id !== tab;
  }
  if (!isReadable) return;
  if (tab === 'findings') findings.show(current);
  if (tab === 'edit' && editor.file !== current) editor.show(current);
  else if (tab === 'edit') editor.mark(current.view?.findings ?? [], current.view?.unreadable ?? []);
  if (tab === 'preview' && preview.shown !== current.bytes) void preview.show(current);
  if (tab === 'take') outputs.show(current);
}

/** @param {string} name */
function show(name) {
  tab = name;
  for (const button of document.querySelectorAll('[role=tab]')) {
    const isChosen = button.getAttribute('aria-controls') === name;
    button.setAttribute('aria-selected', String(isChosen));
    button.setAttribute('tabindex', isChosen ? '0' : '-1');
  }
  drawCurrent();
}

/** @param {string} address */
function mend(address) {
  show('edit');
  editor.focus(address);
}

/** Everything that is open, with options that have changed. */
async function again() {
  drawHead();
  // One that could not be read at all has nothing to check.
  for (const file of files) if (file.original || file.draft) await check(file);
}

// ---- taking

/** @param {() => Promise<void>} work */
async function run(work) {
  document.body.classList.add('busy');
  try {
    await work();
  } catch (error) {
    tell(`没有做成：${/** @type {Error} */ (error).message}`);
  }
  document.body.classList.remove('busy');
}

/**
 * @param {ReportFile} file
 * @param {string[]} formats
 * @returns {Promise<[string, Uint8Array][]>}
 */
async function convert(file, formats) {
  const { head, blobs } = await ask(file, { do: 'convert', name: file.readName }, formats);
  if (formats === outputs.chosen.formats) judged(file, head);
  const made = head.endings.map((/** @type {string} */ ending, /** @type {number} */ index) =>
    [`${file.stem}.${ending}`, blobs[index]]);
  if (made.length < formats.length) {
    const first = head.findings.find((/** @type {any} */ one) => one.severity === 'error');
    if (!made.length) throw new Error(first ? first.message : '没有生成文件');
    tell(first ? first.message : '有的文件没有生成');
  }
  return made;
}

/** @param {string[]} formats */
async function take(formats) {
  if (!current) return;
  if (formats[0] === 'xlsx' && current.isEdited) {
    takeWorkbook(current);
    return;
  }
  const name = formats[0] === 'xlsx' && current.view?.hasErrors;
  const file = current;
  if (name) {
    // The official workbook may be taken to go on with, errors and all.
    const { blobs } = await engine.ask({ do: 'check-draft', name: file.readName, draft: file.view?.draft });
    save(`${file.stem}.xlsx`, blobs[0]);
    return;
  }
  for (const [path, bytes] of await convert(file, formats)) save(path, bytes);
}

async function takeAll() {
  if (!current) return;
  const zip = new Zip();
  for (const [path, bytes] of await convert(current, outputs.chosen.formats)) zip.add(path, bytes);
  save(`${current.stem}.zip`, zip.finish());
}

async function takeMarked() {
  if (!current) return;
  const { blobs } = await ask(current, { do: 'mark', name: current.readName });
  const ending = current.name.slice(current.stem.length) || '.xlsx';
  save(`${current.stem}-核对${ending}`, blobs[0]);
}

/** @param {ReportFile} file */
function takeWorkbook(file) {
  void run(async () => {
    const draft = file.draft ?? file.view?.draft;
    const { blobs } = await engine.ask({ do: 'check-draft', name: `${file.stem}.xlsx`, draft });
    save(`${file.stem}.xlsx`, blobs[0]);
    file.isUnsaved = false;
    drawHead();
    const lost = (file.view?.unreadable ?? []).map(([, label]) => `“${label}”`);
    if (lost.length) tell(`${lost.join('、')}写的不是年份或日期，没有写进工作簿，请改好再取`);
  });
}

/** @param {ReportFile} file */
function takeDraft(file) {
  const draft = file.draft ?? file.view?.draft;
  save(`${file.stem}-草稿.json`, JSON.stringify({ nianbaoDraft: 1, name: `${file.stem}.xlsx`, draft }, null, 1));
  file.isUnsaved = false;
  drawHead();
}

/** Every file in every format, and the summary. */
async function takeEverything() {
  const zip = new Zip();
  const bar = element('progress', { max: files.length, value: 0, 'aria-label': '进度' });
  byId('told').replaceChildren('正在生成 ', bar);
  /** @type {Map<ReportFile, string>} why nothing was made of a file */
  const failed = new Map();
  for (const file of files) {
    if (file.view && file.state === 'done') {
      const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
      try {
        const made = await convert(file, outputs.chosen.formats);
        for (const [name, bytes] of made) zip.add(folder + name, bytes);
      } catch (error) {
        failed.set(file, /** @type {Error} */ (error).message);
      }
    }
    bar.value += 1;
  }
  zip.add('汇总表.xlsx', await summary(failed));
  save('年报.zip', zip.finish());
  tell(`已生成 ${zip.size} 个文件`);
}

/** @param {Map<ReportFile, string>} [failed] why nothing was made of a file */
async function summary(failed = new Map()) {
  const rows = files.map((file) => {
    const open = (file.view?.findings ?? []).filter((one) => one.isOpen);
    const counted = counts(open);
    const gravest = ['error', 'warning', 'info'].map((severity) => open.find((one) => one.severity === severity));
    const reason = failed.get(file);
    const status = reason !== undefined && !file.view?.hasErrors ? '没有生成' : statusOf(file);
    return [file.path, file.view?.agency ?? '', String(file.view?.year ?? ''), status,
      String(counted.error), String(counted.warning), String(counted.info),
      file.error ?? gravest.find(Boolean)?.message ?? reason ?? ''];
  });
  const { blobs } = await engine.ask({ do: 'summary', rows });
  return blobs[0];
}

function takeSummary() {
  void run(async () => save('汇总表.xlsx', await summary()));
}

/** @param {File[]} given */
async function useFaces(given) {
  const bytes = await Promise.all(given.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const count = await engine.useOwnFaces(bytes);
  preview.shown = undefined;
  if (!given.length) return '';
  return count ? `正在用 ${count} 个字体` : '这些文件里没有可用的字体';
}

// ---- the page itself

function about() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('about'));
  refill(byId('about-text'),
    element('p', {}, `版本 ${VERSION}。文件只在这台电脑上处理，本页不连接任何网络。`),
    element('p', {}, '要核实这个文件夹没有被改动，请对照发布页上公布的 SHA-256 值。'),
    element('details', {}, element('summary', {}, '许可'), element('pre', {}, LICENCES)));
  dialog.showModal();
}

async function rules() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('rules'));
  const { head } = await engine.ask({ do: 'rules' });
  refill(byId('rules-text'), /** @type {[string, string, [string, string][]][]} */ (head.rules).map(([code, title, parts]) =>
    element('details', {}, element('summary', {}, `${code}　${title}`),
      element('dl', {}, parts.map(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]).flat()))));
  dialog.showModal();
}

function listen() {
  const choosers = /** @type {const} */ ([['choose-files', false], ['choose-folder', true]]);
  for (const [id, isFolder] of choosers) {
    const input = /** @type {HTMLInputElement} */ (byId(id));
    input.addEventListener('change', () => {
      const given = [...(input.files ?? [])].map((file) =>
        /** @type {[string, File]} */ ([isFolder ? file.webkitRelativePath : file.name, file]));
      input.value = '';
      void open(given);
    });
  }
  const last = /** @type {HTMLInputElement} */ (byId('choose-previous'));
  last.addEventListener('change', async () => {
    const file = last.files?.[0];
    last.value = '';
    if (!file) return;
    previous = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    try {
      await engine.ask({ do: 'check', name: file.name }, [previous.bytes]);
    } catch (error) {
      previous = undefined;
      tell(`上年的报告读不了：${/** @type {Error} */ (error).message}`);
      return;
    }
    await again();
  });
  for (const button of document.querySelectorAll('[data-opens]')) {
    button.addEventListener('click', () => byId(/** @type {string} */ (button.getAttribute('data-opens'))).click());
  }
  byId('open-about').addEventListener('click', about);
  byId('open-rules').addEventListener('click', () => void run(rules));
  const tabs = [...document.querySelectorAll('[role=tab]')];
  for (const [index, button] of tabs.entries()) {
    const name = /** @type {string} */ (button.getAttribute('aria-controls'));
    button.addEventListener('click', () => show(name));
    button.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {KeyboardEvent} */ (event).key];
      if (!by) return;
      const next = /** @type {HTMLElement} */ (tabs[(index + by + tabs.length) % tabs.length]);
      next.focus();
      next.click();
    });
  }
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dragging');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dragging');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dragging');
    if (event.dataTransfer) void dropped(event.dataTransfer).then(open);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!files.some((file) => file.isUnsaved)) return;
    event.preventDefault();
    // What browsers of Windows 7 look at.
    event.returnValue = true;
  });
}

async function begun() {
  listen();
  const ready = byId('ready');
  try {
    const { head } = await engine.ask({ do: 'forms' });
    forms = head.forms;
  } catch (error) {
    ready.textContent = `打不开：${/** @type {Error} */ (error).message}`;
    return;
  }
  const { editions } = /** @type {import('./editor.js').Forms} */ (forms);
  const years = (/** @type {import('./editor.js').Edition} */ one) =>
    one.lastYear ? `${one.firstYear}—${one.lastYear} 年度` : `${one.firstYear} 年度起`;
  refill(byId('blanks'), editions.map((one) => element('li', {},
    element('span', {}, `${one.edition} 年版（${years(one)}）`),
    element('button', { type: 'button', onclick: () => begin(one) }, '在这里填'),
    element('button', { type: 'button', onclick: () => run(async () => {
      const { blobs } = await engine.ask({ do: 'blank', edition: one.edition });
      save(`年报空白表-${one.edition}年版.xlsx`, blobs[0]);
    }) }, '取空白工作簿'))));
  ready.textContent = '准备好了';
  document.body.classList.add('ready');
  // What prints comes behind the clerk's back.
  engine.faces().catch((error) => tell(error.message));
}

void begun();
