'use strict'
/**
 * Runs in the isolated world of the preload script: gives it `electron` and little else, as a sandboxed preload has, and then runs it.
 * Source text; see `sources.cjs`.
 */
module.exports = function preloadWorld(makeCodec, makeBridgeEnd, secret, surroundings, preload) {
  if (window.top !== window) return
  const host = globalThis.__standinHost
  delete globalThis.__standinHost
  const messages = makeCodec(null)
  const waiting = new Map()
  const listeners = new Map()
  let lastCall = 0

  function callHost(message) {
    lastCall += 1
    const id = lastCall
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      host(JSON.stringify({ ...message, id }))
    })
  }
  globalThis.__standinReceive = (message) => {
    if (message.id === undefined) {
      const args = messages.decode(message.args)
      for (const listener of [...(listeners.get(message.channel) ?? [])])
        listener({ sender: ipcRenderer, ports: [] }, ...args)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error !== undefined) call.reject(new Error(message.error))
    else call.resolve(messages.decode(message.value))
  }

  const { codec, say } = makeBridgeEnd(
    makeCodec,
    { hear: `${secret}-preload`, say: `${secret}-page` },
    (message, answer) => {
      if (message.type !== 'permission') return
      const { permission, details } = message
      answer({ value: codec.encode(callHost({ type: 'permission', permission, details })) })
    },
  )

  function missing(name) {
    return () => {
      throw new Error(`[electron stand-in] ${name} is not implemented`)
    }
  }
  const ipcRenderer = {
    invoke: (channel, ...args) => callHost({ type: 'invoke', channel, args: messages.encode(args) }),
    send: (channel, ...args) => host(JSON.stringify({ type: 'send', channel, args: messages.encode(args) })),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    removeListener(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      )
      return ipcRenderer
    },
    sendSync: missing('ipcRenderer.sendSync'),
    postMessage: missing('ipcRenderer.postMessage'),
    once: missing('ipcRenderer.once'),
  }
  const contextBridge = {
    exposeInMainWorld(key, value) {
      if (say({ type: 'expose', key, value: codec.encode(value) })?.isTaken) {
        throw new Error('Cannot bind an API on top of an existing property on the window object')
      }
    },
    exposeInIsolatedWorld: missing('contextBridge.exposeInIsolatedWorld'),
  }
  const electron = { contextBridge, ipcRenderer }
  function requireInSandbox(id) {
    if (id === 'electron' || id === 'electron/renderer') return electron
    throw new Error(`module not found: ${id}`)
  }
  const process = { ...surroundings, env: {}, type: 'renderer', sandboxed: true, contextIsolated: true }
  const module = { exports: {} }
  try {
    preload(requireInSandbox, module, module.exports, process, globalThis)
  } catch (error) {
    host(JSON.stringify({ type: 'preload-error', message: String(error?.stack ?? error) }))
  }
}
