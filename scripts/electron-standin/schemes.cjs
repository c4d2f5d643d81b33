'use strict'
/**
 * A page under a scheme of the app cannot be served through the debugging protocol, so `app://bundle/x` is shown by Chromium as
 * `https://bundle.app.standin/x` and answered by interception. Inside the main process only the app's own form is seen.
 */
const TOP_LEVEL = 'standin'

/** @type {Map<string, object>} scheme → privileges */
const schemes = new Map()
/** @type {Map<string, (request: Request) => Response | Promise<Response>>} */
const handlers = new Map()

/** `app://bundle/x` → `https://bundle.app.standin/x`; other addresses stay. */
function toChromium(url) {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  return match && schemes.has(match[1]) ? `https://${match[2]}.${match[1]}.${TOP_LEVEL}${match[3] || '/'}` : url
}

/** The way back. */
function toApp(url) {
  const match = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.standin(?=[/?#]|$)(.*)$/i.exec(url)
  return match ? `${match[2]}://${match[1]}${match[3]}` : url
}

/** Scheme of an address in the app's form when the app has registered it. */
function appScheme(url) {
  const scheme = url.split(':')[0]
  return schemes.has(scheme) ? scheme : undefined
}

/** Origin of an address in the app's form, `app://bundle`; `null` as text for opaque origins. */
function originOf(url) {
  if (!URL.canParse(url)) return 'null'
  const { protocol, host, origin } = new URL(url)
  return schemes.has(protocol.slice(0, -1)) ? `${protocol}//${host}` : origin
}

module.exports = { schemes, handlers, toChromium, toApp, appScheme, originOf, TOP_LEVEL }
