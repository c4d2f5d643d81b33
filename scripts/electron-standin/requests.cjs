'use strict'
const { appScheme, handlers, schemes, toApp, TOP_LEVEL } = require('./schemes.cjs')
const { grantForDocument } = require('./session.cjs')
const { note } = require('./state.cjs')
const { makeEvent } = require('./strict.cjs')

/**
 * Only documents (for the guards of navigation) and the app's own schemes are intercepted. Everything else goes its genuine way, so
 * that offline emulation, streaming, CORS and WebSockets are Chromium's.
 */
function interceptionPatterns() {
  const own = [...schemes.keys()].map((scheme) => ({ urlPattern: `https://*.${scheme}.${TOP_LEVEL}/*` }))
  return [...own, { urlPattern: '*', resourceType: 'Document' }]
}

/**
 * Answers a paused request of a page.
 * @param {any} contents the page (WebContents)
 * @param {any} paused `Fetch.requestPaused`
 */
async function answerRequest(contents, paused) {
  const cdp = contents._cdp
  const { requestId, request, resourceType, frameId } = paused
  const url = toApp(request.url)
  const isDocument = resourceType === 'Document'
  if (isDocument && !mayNavigate(contents, url, paused)) {
    note('navigation-refused', url)
    await cdp.attempt('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    return
  }
  const scheme = appScheme(url)
  if (scheme === undefined) {
    await cdp.attempt('Fetch.continueRequest', { requestId })
    return
  }
  const handler = handlers.get(scheme)
  if (!handler) throw new Error(`no handler for ${scheme}`)
  if (isDocument && isMain(contents, frameId)) await grantForDocument(contents._public, url)
  const response = await handler(
    new Request(url, {
      method: request.method,
      headers: request.headers,
      ...(request.postData === undefined ? {} : { body: request.postData }),
    }),
  )
  await cdp.attempt('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

function isMain(contents, frameId) {
  return frameId === contents._frames.mainId
}

/** Asks the app's listeners, in the order in which Electron does. */
function mayNavigate(contents, url, { request, redirectedRequestId, frameId }) {
  const isMainFrame = isMain(contents, frameId)
  if (isMainFrame && contents._ownNavigations.delete(request.url)) return true
  const event = makeEvent({ url, isMainFrame, isSameDocument: false })
  if (isMainFrame) contents.emit(redirectedRequestId ? 'will-redirect' : 'will-navigate', event, url)
  contents.emit('will-frame-navigate', event)
  return !event.defaultPrevented
}

module.exports = { answerRequest, interceptionPatterns }
