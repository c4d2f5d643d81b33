'use strict'
const { EventEmitter } = require('node:events')
const { app } = require('./app.cjs')
const { toApp } = require('./schemes.cjs')
const { note, record, state } = require('./state.cjs')
const { makeEvent, strict } = require('./strict.cjs')
const { all, createWebContents, forget } = require('./web-contents.cjs')

/** Pages of Chromium that were announced before their window knew their id, and the other way round. */
const owners = new Map()
const claims = new Map()
let lastId = 0
let focused = null

class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return [...state.windows].map((window) => window._public)
  }
  static getFocusedWindow() {
    return focused
  }
  static fromWebContents(contents) {
    return [...state.windows].find((window) => window.webContents === contents)?._public ?? null
  }
  static fromId(id) {
    return [...state.windows].find((window) => window.id === id)?._public ?? null
  }
  static _ofTarget(targetId) {
    return [...state.windows].find((window) => window._contents._targetId === targetId)
  }

  constructor(options = {}) {
    if (!state.isReady) throw new Error('Cannot create BrowserWindow before app is ready')
    super()
    this.setMaxListeners(0)
    lastId += 1
    this.id = lastId
    this._size = [options.width ?? 800, options.height ?? 600]
    this._isVisible = options.show !== false
    const safeDefaults = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true }
    this._contents = createWebContents({ ...safeDefaults, ...options.webPreferences })
    this.webContents = this._contents._public
    this._contents.on('did-finish-load', () => this.emit('ready-to-show', makeEvent()))
    this._public = strict(this, 'BrowserWindow')
    state.windows.add(this)
    void this._open()
    app.emit('browser-window-created', makeEvent(), this._public)
    app.emit('web-contents-created', makeEvent(), this.webContents)
    // biome-ignore lint/correctness/noConstructorReturn: whatever a window here does not have must throw by name
    return this._public
  }

  async _open() {
    const [width, height] = this._size
    const { root } = state.browser
    const { targetId } = await root.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })
    owners.set(targetId, this)
    claims.get(targetId)?.(this)
    await this._contents._attached
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false }
    await this._contents._cdp.attempt('Emulation.setDeviceMetricsOverride', metrics)
  }

  /** Closes as the person's click would: the page may object. @returns {Promise<boolean>} whether it closed */
  async _close() {
    if (this._isDestroyed) return true
    const event = makeEvent()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    const cdp = this._contents._cdp
    const closed = new Promise((resolve) => {
      this.once('closed', () => resolve(true))
      this._contents.once('_unload', (mayLeave) => mayLeave || resolve(false))
    })
    await cdp?.attempt('Page.close')
    return closed
  }

  _gone() {
    if (this._isDestroyed) return
    this._isDestroyed = true
    this._contents._isDestroyed = true
    forget(this._contents.id)
    state.windows.delete(this)
    if (focused === this._public) focused = null
    this._contents.emit('destroyed')
    this.emit('closed', makeEvent())
    if (state.windows.size > 0 || state.isQuitting) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else void app.quit()
  }

  close() {
    void this._close()
  }
  destroy() {
    void state.browser.root.attempt('Target.closeTarget', { targetId: this._contents._targetId })
    this._gone()
  }
  isDestroyed() {
    return this._isDestroyed === true
  }
  loadURL(url) {
    return this._contents.loadURL(url)
  }
  show() {
    this._isVisible = true
    this.emit('show', makeEvent())
    this.focus()
  }
  hide() {
    this._isVisible = false
    this.emit('hide', makeEvent())
  }
  isVisible() {
    return this._isVisible
  }
  focus() {
    if (focused === this._public) return
    focused = this._public
    this.emit('focus', makeEvent())
  }
  blur() {
    if (focused !== this._public) return
    focused = null
    this.emit('blur', makeEvent())
  }
  isFocused() {
    return focused === this._public
  }
  minimize() {
    this._isMinimized = true
  }
  restore() {
    this._isMinimized = false
  }
  isMinimized() {
    return this._isMinimized === true
  }
  getSize() {
    return [...this._size]
  }
  flashFrame(isFlashing) {
    record.flashes.push(isFlashing)
  }
}

/**
 * Takes a new page of Chromium: for the window that asked for it, or for a page that called `window.open`, whose app decides.
 * @param {any} cdp session of the page, which waits to be let run
 * @param {any} target its `TargetInfo`
 */
async function claimTarget(cdp, target) {
  if (target.type !== 'page') return cdp.attempt('Runtime.runIfWaitingForDebugger')
  const opener = target.openerId && [...all.values()].find((contents) => contents._targetId === target.openerId)
  if (opener) return refuseOrFail(cdp, target, opener)
  const window = owners.get(target.targetId) ?? (await new Promise((resolve) => claims.set(target.targetId, resolve)))
  await window._contents._attach(cdp, target.targetId)
}

async function refuseOrFail(cdp, target, opener) {
  const url = toApp(opener._lastOpened?.url || target.url)
  const answer = opener._windowOpenHandler?.({ url, frameName: '', features: '', disposition: 'new-window' })
  note('window-open', url, answer?.action ?? 'allow')
  // The page must not send a single request before it is closed.
  cdp.on('Fetch.requestPaused', ({ requestId }) => {
    void cdp.attempt('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
  })
  void cdp.attempt('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  void cdp.attempt('Runtime.runIfWaitingForDebugger')
  await state.browser.root.attempt('Target.closeTarget', { targetId: target.targetId })
  if (answer?.action === 'deny') return
  // Nobody awaits this: an error would end in the app's own net for uncaught ones, and a test would not see it.
  process.stderr.write('[electron stand-in] windows opened by pages are not implemented\n')
  process.exit(1)
}

module.exports = { BrowserWindow, claimTarget }
