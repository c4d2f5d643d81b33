'use strict'
const { spawn } = require('node:child_process')
const { EventEmitter } = require('node:events')
const fs = require('node:fs')
const path = require('node:path')

/**
 * @typedef {EventEmitter & {
 *   send(method: string, params?: object): Promise<any>,
 *   attempt(method: string, params?: object): Promise<any>,
 * }} CdpSession Events are emitted under the method names of the protocol. `attempt` answers undefined instead of failing.
 * @typedef {{process: import('node:child_process').ChildProcess, root: CdpSession, session(id: string): CdpSession}} Browser
 */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Path of a Chromium: CHROMIUM_PATH, else the usual names along PATH.
 * @returns {string}
 */
function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin']
  for (const folder of folders) {
    for (const name of NAMES) {
      const candidate = path.join(folder, name)
      if (fs.existsSync(candidate)) return candidate
    }
  }
  throw new Error('[electron stand-in] no Chromium found: install the package chromium or set CHROMIUM_PATH')
}

/**
 * Starts Chromium and speaks the DevTools protocol over its pipe (descriptors 3 and 4). The pipe closes with this process, however
 * it ends, and Chromium ends with the pipe: a killed app leaves no browser behind.
 * @param {string[]} switches
 * @param {(line: string) => void} onDevToolsLine the line which tells test drivers where to connect
 * @returns {Browser}
 */
function launchChromium(switches, onDevToolsLine) {
  const child = spawn(findChromium(), switches, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    for (const line of String(text).split('\n')) {
      if (line.startsWith('DevTools listening on ')) onDevToolsLine(line)
      else if (process.env.OPORA_STANDIN_LOG && line) process.stderr.write(`[chromium] ${line}\n`)
    }
  })
  return { process: child, ...speakProtocol(child) }
}

/** @param {import('node:child_process').ChildProcess} child */
function speakProtocol(child) {
  const out = /** @type {import('node:stream').Writable} */ (child.stdio[3])
  const incoming = /** @type {import('node:stream').Readable} */ (child.stdio[4])
  const waiting = new Map()
  const sessions = new Map()
  let lastId = 0

  function session(sessionId) {
    const known = sessions.get(sessionId)
    if (known) return known
    const made = new EventEmitter()
    made.setMaxListeners(0)
    made.send = (method, params = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, { resolve, reject, method })
        out.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
      })
    made.attempt = (method, params) => made.send(method, params).catch(() => undefined)
    sessions.set(sessionId, made)
    return made
  }

  function receive(message) {
    if (message.id) {
      const call = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`))
      else call?.resolve(message.result)
      return
    }
    session(message.sessionId ?? '').emit(message.method, message.params)
    if (message.method === 'Target.detachedFromTarget') sessions.delete(message.params.sessionId)
  }

  let rest = ''
  incoming.setEncoding('utf8').on('data', (text) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) receive(JSON.parse(part))
  })
  out.on('error', () => undefined)
  child.on('exit', () => {
    for (const call of waiting.values()) call.reject(new Error(`${call.method}: the browser is gone`))
    waiting.clear()
  })
  return { root: session(''), session }
}

module.exports = { findChromium, launchChromium }
