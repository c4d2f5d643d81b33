'use strict'
/** The `electron` module as the main process sees it. What is not here throws by name. */
const { app } = require('./app.cjs')
const { BrowserWindow } = require('./browser-window.cjs')
const desktop = require('./desktop.cjs')
const { ipcMain } = require('./ipc-main.cjs')
const { safeStorage } = require('./safe-storage.cjs')
const { printAnswers } = require('./printing.cjs')
const { protocol, session } = require('./session.cjs')
const { record } = require('./state.cjs')
const { webContents } = require('./web-contents.cjs')

// Named one by one: the importer of an ES module learns the names from this text.
exports.app = app
exports.BrowserWindow = BrowserWindow
exports.dialog = desktop.dialog
exports.ipcMain = ipcMain
exports.Menu = desktop.Menu
exports.MenuItem = desktop.MenuItem
exports.nativeImage = desktop.nativeImage
exports.Notification = desktop.Notification
exports.powerMonitor = desktop.powerMonitor
exports.protocol = protocol
exports.safeStorage = safeStorage
exports.session = session
exports.shell = desktop.shell
exports.Tray = desktop.Tray
exports.webContents = webContents
/** For tests of the stand-in itself: what the app asked of the system, and how dialogs are to be answered. */
exports.standin = { record, answers: desktop.answers, printAnswers }
