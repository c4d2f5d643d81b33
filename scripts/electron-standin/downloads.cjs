'use strict'
const { defaultSession } = require('./session.cjs')
const { toApp } = require('./schemes.cjs')
const { note, state } = require('./state.cjs')
const { makeEvent, strict } = require('./strict.cjs')

/**
 * A download that a page has begun: the app is asked, as in Electron. One that it prevents is cancelled in Chromium; what it allows
 * would need Electron's dialogue and progress, and stops the programme, for nobody would see an error.
 * @param {{guid: string, url: string, suggestedFilename: string}} begun of Chromium's protocol
 */
function downloadBegun({ guid, url, suggestedFilename }) {
  const event = makeEvent()
  const item = { getURL: () => toApp(url), getFilename: () => suggestedFilename }
  defaultSession.emit('will-download', event, strict(item, 'DownloadItem'))
  note('download', suggestedFilename, event.defaultPrevented ? 'prevented' : 'allowed')
  void state.browser.root.attempt('Browser.cancelDownload', { guid })
  if (event.defaultPrevented) return
  process.stderr.write('[electron stand-in] downloads are not implemented\n')
  process.exit(1)
}

/** Chromium itself denies every download, so that nothing reaches the disk while the app is being asked. */
async function watchDownloads() {
  const { root } = state.browser
  root.on('Browser.downloadWillBegin', downloadBegun)
  await root.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true })
}

module.exports = { watchDownloads }
