// @ts-check
// What only a built page knows; `page/pack.py` puts the real values here.

/** The version of the program. */
export const VERSION = '';
/** Files of the faces that print, in the order in which they are loaded. @type {string[]} */
export const FACES = [];
/** The text of worker.js. */
export const WORKER = '';
/** The licences of the program and of its faces. */
export const LICENCES = '';
