'use strict'
/**
 * What the parts of the stand-in share: one programme runs in one process, so this is one object.
 *
 * @typedef {object} Launch How the programme was started.
 * @property {string} folder Folder of the app, the answer of `app.getAppPath()`.
 * @property {Record<string, unknown>} manifest Its package.json.
 * @property {boolean} isPackaged
 * @property {string[]} switches Chromium switches of the command line and of `app.commandLine`.
 */

/** @type {{launch: Launch, browser: import('./chromium.cjs').Browser | undefined, isReady: boolean, isQuitting: boolean, windows: Set<any>}} */
const state = {
  launch: { folder: process.cwd(), manifest: {}, isPackaged: false, switches: [] },
  browser: undefined,
  isReady: false,
  isQuitting: false,
  windows: new Set(),
}

/** What the programme asked of an operating system that is not there. Tests may read it through `require('electron').standin`. */
const record = { notices: [], external: [], shown: [], dialogs: [], prints: [], flashes: [], tray: undefined, log: [] }

/** Notes something for tests and, with OPORA_STANDIN_LOG=1, on stderr. */
function note(...what) {
  record.log.push(what)
  if (process.env.OPORA_STANDIN_LOG) process.stderr.write(`[stand-in] ${JSON.stringify(what)}\n`)
}

module.exports = { state, record, note }
