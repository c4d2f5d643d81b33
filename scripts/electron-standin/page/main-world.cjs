'use strict'
/**
 * Runs in the page's own world before its scripts: puts there what the preload exposes, and asks the app's permission handler before
 * the genuine interfaces of Chromium run. Source text; see `sources.cjs`.
 */
module.exports = function mainWorld(makeCodec, makeBridgeEnd, secret) {
  // Frames get neither bridge nor preload, as with nodeIntegrationInSubFrames: false.
  if (window.top !== window) return
  const { codec, say } = makeBridgeEnd(
    makeCodec,
    { hear: `${secret}-page`, say: `${secret}-preload` },
    (message, answer) => {
      if (message.type !== 'expose') return
      if (message.key in window) return answer({ isTaken: true })
      const value = deepFreeze(codec.decode(message.value))
      Object.defineProperty(window, message.key, { value, configurable: false, writable: false, enumerable: true })
    },
  )

  function deepFreeze(value) {
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
    for (const key of Object.keys(value)) deepFreeze(value[key])
    return Object.freeze(value)
  }

  /** @returns {Promise<boolean>} the app's answer */
  function ask(permission, details) {
    const answer = say({ type: 'permission', permission, details })
    return answer ? codec.decode(answer.value) : Promise.resolve(false)
  }

  function guard(owner, name, make) {
    if (!owner?.[name]) return
    const value = make(owner[name].bind(owner))
    Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  }
  const refused = () => new DOMException('Permission denied', 'NotAllowedError')

  guard(navigator.mediaDevices, 'getUserMedia', (genuine) => async (constraints) => {
    const mediaTypes = ['audio', 'video'].filter((type) => constraints?.[type])
    if (!(await ask('media', { mediaTypes }))) throw refused()
    return genuine(constraints)
  })
  guard(navigator.mediaDevices, 'getDisplayMedia', (genuine) => async (constraints) => {
    if (!(await ask('display-capture', { mediaTypes: ['video'] }))) throw refused()
    return genuine(constraints)
  })
  guard(
    window.Notification,
    'requestPermission',
    () => async () => ((await ask('notifications', {})) ? 'granted' : 'denied'),
  )
  guard(navigator.geolocation, 'getCurrentPosition', (genuine) => (found, failed, options) => {
    ask('geolocation', {}).then((isGranted) => {
      if (isGranted) genuine(found, failed, options)
      else failed?.({ code: 1, message: 'User denied Geolocation' })
    })
  })
  guard(navigator.clipboard, 'readText', (genuine) => async () => {
    if (!(await ask('clipboard-read', {}))) throw refused()
    return genuine()
  })
}
