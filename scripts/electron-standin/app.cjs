'use strict'
const { EventEmitter } = require('node:events')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { takeLock, releaseLock } = require('./single-instance.cjs')
const { record, state } = require('./state.cjs')
const { makeEvent, strict } = require('./strict.cjs')

const CLOSE_LIMIT_MS = 3000
let markReady
const readiness = new Promise((resolve) => {
  markReady = resolve
})

const commandLine = strict(
  {
    appendSwitch(name, value) {
      state.launch.switches.push(value ? `--${name}=${value}` : `--${name}`)
    },
    hasSwitch: (name) => state.launch.switches.some((one) => one === `--${name}` || one.startsWith(`--${name}=`)),
    getSwitchValue(name) {
      const found = state.launch.switches.filter((one) => one.startsWith(`--${name}=`)).pop()
      return found ? found.slice(name.length + 3) : ''
    },
  },
  'app.commandLine',
)

class App extends EventEmitter {
  commandLine = commandLine
  _paths = new Map()
  get isPackaged() {
    return state.launch.isPackaged
  }
  whenReady = () => readiness
  isReady = () => state.isReady
  getName = () => state.launch.manifest.productName ?? state.launch.manifest.name ?? 'Electron'
  getVersion = () => state.launch.manifest.version ?? '0.0.0'
  getAppPath = () => state.launch.folder
  enableSandbox() {
    if (state.isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this._isSandboxed = true
  }
  /** As Chromium reads it: the switch, then the environment, `en-US` for the C locale. */
  getLocale() {
    const asked = commandLine.getSwitchValue('lang') || process.env.LC_ALL || process.env.LANG || ''
    const [, language, region] = /^([a-z]{2})(?:[_-]([A-Z]{2}))?/.exec(asked) ?? []
    if (!language) return 'en-US'
    return language === 'en' ? `en-${region ?? 'US'}` : language
  }
  getPath(name) {
    const profile = () => this._paths.get('userData') ?? path.join(os.homedir(), '.config', this.getName())
    const known = {
      userData: profile,
      sessionData: profile,
      logs: () => path.join(profile(), 'logs'),
      appData: () => path.join(os.homedir(), '.config'),
      temp: () => os.tmpdir(),
      home: () => os.homedir(),
      exe: () => process.argv[0],
    }[name]
    if (!known) throw new Error(`Failed to get '${name}' path`)
    const folder = this._paths.get(name) ?? known()
    if (name === 'userData' || name === 'logs') fs.mkdirSync(folder, { recursive: true })
    return folder
  }
  setPath(name, folder) {
    this._paths.set(name, folder)
  }
  requestSingleInstanceLock(data) {
    this._hasLock = takeLock(this.getPath('userData'), data, ({ argv, cwd, data: sent }) =>
      this.emit('second-instance', makeEvent(), argv, cwd, sent),
    )
    return this._hasLock
  }
  setAsDefaultProtocolClient(scheme) {
    record.log.push(['default-protocol-client', scheme])
    return true
  }
  _becomeReady() {
    this.emit('will-finish-launching', makeEvent())
    markReady()
  }
  async quit() {
    if (state.isQuitting) return
    state.isQuitting = true
    for (const step of ['before-quit', 'windows', 'will-quit']) {
      const event = makeEvent()
      if (step !== 'windows') this.emit(step, event)
      else for (const window of [...state.windows]) if (!(await window._close())) event.preventDefault()
      if (event.defaultPrevented) {
        state.isQuitting = false
        return
      }
    }
    this.exit(0)
  }
  exit(code = 0) {
    state.isQuitting = true
    this.emit('quit', makeEvent(), code)
    if (this._hasLock) releaseLock(this.getPath('userData'))
    const child = state.browser?.process
    if (!child || child.exitCode !== null) process.exit(code)
    child.once('exit', () => process.exit(code))
    // An orderly end lets Chromium write its stores out; a hanging one must not hang the app.
    void state.browser.root.attempt('Browser.close')
    setTimeout(() => {
      child.kill('SIGKILL')
      process.exit(code)
    }, CLOSE_LIMIT_MS).unref()
  }
}

const target = new App()
target.setMaxListeners(0)

module.exports = { app: strict(target, 'app') }
