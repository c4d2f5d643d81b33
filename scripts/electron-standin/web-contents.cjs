'use strict'
const crypto = require('node:crypto')
const { EventEmitter } = require('node:events')
const fs = require('node:fs')
const makeCodec = require('./page/codec.cjs')
const { BINDING, mainWorldSource, preloadWorldSource, WORLD } = require('./page/sources.cjs')
const { ipcMain } = require('./ipc-main.cjs')
const { printSheet } = require('./printing.cjs')
const { answerRequest, interceptionPatterns } = require('./requests.cjs')
const { toApp, toChromium } = require('./schemes.cjs')
const { ask, defaultSession } = require('./session.cjs')
const { note } = require('./state.cjs')
const { makeEvent, strict } = require('./strict.cjs')
const { FrameTree } = require('./web-frame.cjs')

const messages = makeCodec(null)
const all = new Map()
let lastId = 0

class WebContents extends EventEmitter {
  constructor(preferences) {
    super()
    this.setMaxListeners(0)
    lastId += 1
    this.id = lastId
    this.session = defaultSession
    this._preferences = preferences
    this._frames = new FrameTree()
    this._contexts = new Map()
    this._url = ''
    /** Addresses which the main process itself navigates to: they are not asked about. */
    this._ownNavigations = new Set()
    this._secret = crypto.randomBytes(12).toString('hex')
    this._attached = new Promise((resolve) => {
      this._markAttached = resolve
    })
    all.set(this.id, this)
  }

  /** Binds this object to a page of Chromium that waits to be let run. */
  async _attach(cdp, targetId) {
    this._cdp = cdp
    this._targetId = targetId
    this._listen(cdp)
    const setUp = [
      cdp.send('Page.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Fetch.enable', { patterns: interceptionPatterns() }),
      cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(this._secret) }),
      cdp.send('Page.getFrameTree').then(({ frameTree }) => this._frames.navigated(frameTree.frame)),
    ]
    if (this._preferences.preload) {
      const { platform, arch, versions } = process
      const source = preloadWorldSource(
        this._secret,
        { platform, arch, versions: { ...versions } },
        fs.readFileSync(this._preferences.preload, 'utf8'),
      )
      setUp.push(cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD }))
    }
    setUp.push(cdp.send('Runtime.runIfWaitingForDebugger'))
    await Promise.all(setUp)
    this._markAttached()
  }

  _listen(cdp) {
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) => this._frames.attach(frameId, parentFrameId))
    cdp.on('Page.frameDetached', ({ frameId }) => this._frames.detach(frameId))
    cdp.on('Page.frameNavigated', ({ frame }) => this._navigated(frame))
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      this._frames.moved(frameId, url)
      if (frameId === this._frames.mainId) this._url = url
    })
    cdp.on('Page.domContentEventFired', () => this.emit('dom-ready', makeEvent()))
    cdp.on('Page.loadEventFired', () => {
      this.emit('did-finish-load', makeEvent())
      this.emit('_loaded')
    })
    cdp.on('Page.windowOpen', (opened) => {
      this._lastOpened = opened
    })
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => this._leavingForOtherScheme(frameId, url))
    cdp.on('Page.javascriptDialogOpening', ({ type }) => this._dialog(type))
    cdp.on('Inspector.targetCrashed', () => {
      this.emit('render-process-gone', makeEvent(), { reason: 'crashed', exitCode: 1 })
    })
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      this._contexts.set(context.id, { name: context.name, frameId: context.auxData?.frameId })
    })
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this._contexts.delete(executionContextId))
    cdp.on('Runtime.executionContextsCleared', () => this._contexts.clear())
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) void this._fromPreload(JSON.parse(payload), executionContextId)
    })
    cdp.on('Fetch.requestPaused', (request) => {
      answerRequest(this, request).catch((error) => {
        note('request', String(error))
        void cdp.attempt('Fetch.failRequest', { requestId: request.requestId, errorReason: 'Failed' })
      })
    })
  }

  _navigated(frame) {
    this._frames.navigated(frame)
    if (frame.parentId !== undefined) return
    this._url = frame.url
    if (frame.url !== 'about:blank') this.emit('did-navigate', makeEvent(), toApp(frame.url), 200, 'OK')
  }

  /** `mailto:` and the like never become requests; the app may refuse them all the same. */
  _leavingForOtherScheme(frameId, url) {
    if (frameId !== this._frames.mainId || /^(https?|file|data|blob|about|javascript):/i.test(url)) return
    this.emit('will-navigate', makeEvent({ url, isMainFrame: true }))
    note('external-scheme', url)
  }

  _dialog(type) {
    const event = makeEvent()
    if (type === 'beforeunload' && !this._isReloading) {
      // Electron stays silently unless the app prevents that.
      this.emit('will-prevent-unload', event)
      this.emit('_unload', event.defaultPrevented)
    }
    const accept = type !== 'beforeunload' || event.defaultPrevented
    void this._cdp.attempt('Page.handleJavaScriptDialog', { accept })
  }

  async _fromPreload(message, contextId) {
    if (message.type === 'preload-error') {
      process.stderr.write(`[electron stand-in] preload failed: ${message.message}\n`)
      this.emit('preload-error', makeEvent(), this._preferences.preload, new Error(message.message))
      return
    }
    const answer = (body) =>
      this._evaluate(`__standinReceive(${JSON.stringify({ id: message.id, ...body })})`, contextId)
    if (message.type === 'permission') {
      const isGranted = await ask(this._public, message.permission, toApp(this._url), message.details)
      await answer({ value: messages.encode(isGranted) })
      return
    }
    const frameId = this._contexts.get(contextId)?.frameId
    if (!this._frames.hasArrived(frameId)) await this._lookAtFrames()
    const event = makeEvent({ sender: this._public, senderFrame: this._frames.get(frameId), type: 'frame', ports: [] })
    const args = messages.decode(message.args)
    if (message.type === 'send') {
      ipcMain.emit(message.channel, event, ...args)
      return
    }
    try {
      const handler = ipcMain._handlers.get(message.channel)
      if (!handler) throw new Error(`No handler registered for '${message.channel}'`)
      await answer({ value: messages.encode(await handler(event, ...args)) })
    } catch (error) {
      await answer({ error: `Error invoking remote method '${message.channel}': ${error}` })
    }
  }

  /** A page speaks by its own process, its navigation is told by the browser: the word may come first. Electron knows the frame all the same. */
  async _lookAtFrames() {
    const { frameTree } = await this._cdp.send('Page.getFrameTree')
    this._frames.navigated(frameTree.frame)
  }

  _evaluate(expression, contextId) {
    return this._cdp.attempt('Runtime.evaluate', { expression, contextId, returnByValue: true })
  }

  send(channel, ...args) {
    if (this._isDestroyed) throw new Error('Object has been destroyed')
    const message = JSON.stringify({ channel, args: messages.encode(args) })
    for (const [id, { name, frameId }] of this._contexts) {
      if (name === WORLD && frameId === this._frames.mainId)
        void this._evaluate(`globalThis.__standinReceive?.(${message})`, id)
    }
  }

  async loadURL(url) {
    await this._attached
    const address = toChromium(url)
    this._ownNavigations.add(address)
    const loaded = new Promise((resolve) => this.once('_loaded', resolve))
    const { errorText } = await this._cdp.send('Page.navigate', { url: address })
    if (errorText) {
      this._ownNavigations.delete(address)
      this.emit('did-fail-load', makeEvent(), -2, errorText, url, true)
      throw Object.assign(new Error(`${errorText} loading '${url}'`), { code: errorText })
    }
    await loaded
  }

  reload() {
    this._ownNavigations.add(this._url)
    void this._cdp.attempt('Page.reload')
  }

  async executeJavaScript(expression) {
    const { result, exceptionDetails } = await this._cdp.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'Script failed to execute')
    return result.value
  }

  print(options = {}, callback = () => {}) {
    void printSheet(this._cdp, options).then(
      () => callback(true, ''),
      (error) => callback(false, error.message),
    )
  }

  forcefullyCrashRenderer() {
    void this._cdp.attempt('Page.crash')
  }

  setWindowOpenHandler(handler) {
    this._windowOpenHandler = handler
  }
  get mainFrame() {
    return this._frames.get(this._frames.mainId)
  }
  getURL() {
    return toApp(this._url)
  }
  getLastWebPreferences() {
    return this._preferences
  }
  isDestroyed() {
    return this._isDestroyed === true
  }
}

function createWebContents(preferences) {
  const contents = new WebContents(preferences)
  contents._public = strict(contents, 'webContents')
  return contents
}

const webContents = strict(
  {
    getAllWebContents: () => [...all.values()].map((one) => one._public),
    fromId: (id) => all.get(id)?._public,
    fromDevToolsTargetId: (targetId) => [...all.values()].find((one) => one._targetId === targetId)?._public,
  },
  'webContents',
)

module.exports = { createWebContents, webContents, forget: (id) => all.delete(id), all }
