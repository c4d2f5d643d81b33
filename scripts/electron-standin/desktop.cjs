'use strict'
/** Parts of an operating system's desktop that are not drawn here: what was asked of them is recorded for tests. */
const { EventEmitter } = require('node:events')
const fs = require('node:fs')
const { BrowserWindow } = require('./browser-window.cjs')
const { note, record } = require('./state.cjs')
const { makeEvent, strict } = require('./strict.cjs')

class MenuItem {
  constructor(options) {
    Object.assign(this, { type: options.submenu ? 'submenu' : 'normal', enabled: true, visible: true, ...options })
    if (Array.isArray(options.submenu)) this.submenu = Menu.buildFromTemplate(options.submenu)
    this.click = () => options.click?.(this, BrowserWindow.getFocusedWindow() ?? undefined)
  }
}

class Menu {
  static _current = null
  items = []
  static buildFromTemplate(template) {
    const menu = new Menu()
    menu.items = template.map((options) => new MenuItem(options))
    return menu
  }
  static setApplicationMenu(menu) {
    Menu._current = menu
  }
  static getApplicationMenu() {
    return Menu._current
  }
  popup() {
    note(
      'menu-popup',
      this.items.map((item) => item.role ?? item.label ?? item.type),
    )
  }
}

class Tray extends EventEmitter {
  constructor(image) {
    super()
    this.image = image
    record.tray = this
  }
  setImage(image) {
    this.image = image
  }
  setToolTip(text) {
    this.toolTip = text
  }
  setContextMenu(menu) {
    this.menu = menu
  }
}

class Notification extends EventEmitter {
  static isSupported() {
    return true
  }
  constructor(options = {}) {
    super()
    Object.assign(this, options)
  }
  show() {
    this.isShown = true
    record.notices.push(this)
    this.emit('show', makeEvent())
  }
  close() {
    this.isShown = false
    this.emit('close', makeEvent())
  }
}

const nativeImage = strict(
  {
    createFromPath(file) {
      const bytes = fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0)
      return strict({ path: file, isEmpty: () => bytes.length === 0, toPNG: () => bytes }, 'NativeImage')
    },
  },
  'nativeImage',
)

/**
 * Buttons and files are chosen by tests: `require('electron').standin.answers.push(1)`, `.push('/folder/file.pdf')`; without that the
 * button or the nothing that Escape would choose.
 */
const answers = []
const dialog = strict(
  {
    showMessageBoxSync(...args) {
      record.dialogs.push(args.at(-1))
      return answers.shift() ?? args.at(-1).cancelId ?? 0
    },
    async showSaveDialog(...args) {
      record.dialogs.push({ type: 'save', ...args.at(-1) })
      const filePath = answers.shift() ?? ''
      return { canceled: filePath === '', filePath }
    },
    showErrorBox(title, content) {
      record.dialogs.push({ type: 'error', title, content })
      process.stderr.write(`${title}\n${content}\n`)
    },
  },
  'dialog',
)

const shell = strict(
  {
    async openExternal(url) {
      record.external.push(url)
    },
    showItemInFolder(file) {
      record.shown.push(file)
    },
  },
  'shell',
)

const powerMonitor = strict(new EventEmitter(), 'powerMonitor')

module.exports = { Menu, MenuItem, Tray, Notification, nativeImage, dialog, shell, powerMonitor, answers }
