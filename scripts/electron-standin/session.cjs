'use strict'
const { EventEmitter } = require('node:events')
const { handlers, originOf, schemes, toChromium } = require('./schemes.cjs')
const { note, state } = require('./state.cjs')
const { strict } = require('./strict.cjs')

class Session extends EventEmitter {
  setPermissionRequestHandler(handler) {
    this._onRequest = handler
  }
  setPermissionCheckHandler(handler) {
    this._onCheck = handler
  }
  setDevicePermissionHandler(handler) {
    this._onDevice = handler
  }
}
const defaultSession = strict(new Session(), 'session')
const session = strict({ defaultSession }, 'session')

const protocol = strict(
  {
    registerSchemesAsPrivileged(list) {
      if (state.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
      for (const { scheme, privileges } of list) schemes.set(scheme, privileges ?? {})
    },
    handle(scheme, handler) {
      if (!schemes.has(scheme)) throw new Error(`[electron stand-in] scheme ${scheme} was not registered as privileged`)
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      handlers.set(scheme, handler)
    },
  },
  'protocol',
)

/** Names in Chromium's debugging protocol, with the question put to the app's check handler for each. */
const CHECKED = [
  ['audioCapture', 'media', { mediaType: 'audio' }],
  ['videoCapture', 'media', { mediaType: 'video' }],
  ['notifications', 'notifications', {}],
  ['geolocation', 'geolocation', {}],
  ['clipboardReadWrite', 'clipboard-read', {}],
  ['clipboardSanitizedWrite', 'clipboard-sanitized-write', {}],
  ['speakerSelection', 'speaker-selection', {}],
]

/**
 * Electron asks for these on first use (Local Network Access, Electron 43 and later); here they are asked before the document, for
 * Chromium decides where it cannot be intercepted.
 */
const ASKED = [
  ['localNetwork', 'local-network'],
  ['loopbackNetwork', 'loopback-network'],
]

/** What the request handler of the app answers; Electron's own default is to allow everything. */
function ask(contents, permission, requestingUrl, details = {}) {
  const handler = defaultSession._onRequest
  if (!handler) return Promise.resolve(true)
  return new Promise((resolve) => {
    handler(contents, permission, (isGranted) => resolve(isGranted === true), {
      requestingUrl,
      isMainFrame: true,
      ...details,
    })
  }).then((isGranted) => {
    note('permission', permission, isGranted)
    return isGranted
  })
}

/** Sets in Chromium what the app's handlers grant to the origin of a document that is about to be shown. */
async function grantForDocument(contents, url) {
  const check = defaultSession._onCheck
  const granted = CHECKED.filter(
    ([, permission, details]) =>
      check?.(contents, permission, originOf(url), { requestingUrl: url, isMainFrame: true, ...details }) ?? true,
  ).map(([name]) => name)
  for (const [name, permission] of ASKED) if (await ask(contents, permission, url)) granted.push(name)
  const { origin } = new URL(toChromium(url))
  await state.browser.root.send('Browser.grantPermissions', { origin, permissions: granted })
}

module.exports = { session, defaultSession, protocol, ask, grantForDocument }
