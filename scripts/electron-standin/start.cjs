'use strict'
const path = require('node:path')
const { app } = require('./app.cjs')
const { BrowserWindow, claimTarget } = require('./browser-window.cjs')
const { launchChromium } = require('./chromium.cjs')
const { watchDownloads } = require('./downloads.cjs')
const { writeOriginExtension } = require('./origin-extension.cjs')
const { makeEvent } = require('./strict.cjs')
const { state } = require('./state.cjs')
const { schemes } = require('./schemes.cjs')

const OWN_SWITCHES = [
  '--remote-debugging-pipe',
  '--enable-unsafe-extension-debugging',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--password-store=basic',
  '--autoplay-policy=no-user-gesture-required',
  // Machines that run tests have no microphone; a tone is heard instead.
  '--use-fake-device-for-media-stream',
]

/** Switches that would break the stand-in: the profile is inside the app's own, and the origin extension must load. */
const IGNORED = /^--(user-data-dir|disable-extensions)(=|$)/

function chromiumSwitches() {
  const extra = (process.env.OPORA_STANDIN_CHROMIUM_ARGS ?? '').split(/\s+(?=--)/).filter(Boolean)
  return [
    ...OWN_SWITCHES,
    `--user-data-dir=${path.join(app.getPath('userData'), 'Chromium')}`,
    `--lang=${app.getLocale()}`,
    ...(process.env.OPORA_STANDIN_HEADED ? [] : ['--headless=new']),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...state.launch.switches.filter((name) => !IGNORED.test(name)),
    ...extra,
  ]
}

/** @param {import('./state.cjs').Launch} launch */
function prepare(launch) {
  Object.assign(state.launch, launch)
  process.on('SIGTERM', () => void app.quit())
  process.on('SIGINT', () => void app.quit())
}

/** Starts Chromium after the main module has been evaluated, then tells the app that it is ready. */
async function run() {
  if (state.isQuitting) return
  const browser = launchChromium(chromiumSwitches(), (line) => process.stderr.write(`${line}\n`))
  state.browser = browser
  browser.process.on('error', (error) => fail(`Chromium could not be started: ${error.message}`))
  browser.process.on('exit', (code) => {
    if (!state.isQuitting) fail(`Chromium ended by itself (${code})`)
  })
  const { root } = browser
  process.versions.chrome = (await root.send('Browser.getVersion')).product.split('/')[1]
  // Every page is served from the host `bundle` or another that the app chose; the rule set must name hosts beforehand.
  const folder = writeOriginExtension(path.join(app.getPath('userData'), 'standin-extension'), ['bundle'])
  if (schemes.size > 0) await root.send('Extensions.loadUnpacked', { path: folder })
  await watchDownloads()
  root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    void claimTarget(browser.session(sessionId), targetInfo)
  })
  root.on('Target.targetDestroyed', ({ targetId }) => BrowserWindow._ofTarget(targetId)?._gone())
  await root.send('Target.setDiscoverTargets', { discover: true })
  await root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
  state.isReady = true
  app._becomeReady()
  app.emit('ready', makeEvent(), {})
}

function fail(message) {
  console.error(`[electron stand-in] ${message}`)
  process.exit(1)
}

module.exports = { start: { prepare, run } }
