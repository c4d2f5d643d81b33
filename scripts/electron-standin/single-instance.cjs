'use strict'
const fs = require('node:fs')
const path = require('node:path')

const lockFile = (profile) => path.join(profile, 'standin-lock.json')
const inbox = (profile) => path.join(profile, 'standin-second-instances')

/** @type {import('node:fs').FSWatcher | undefined} */
let watcher

/** Whether the process is an app on the stand-in and alive. A number may have been given to another programme since. */
function isOurs(pid) {
  try {
    process.kill(pid, 0)
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('boot.cjs')
  } catch (error) {
    return error.code !== 'ESRCH' && !fs.existsSync('/proc')
  }
}

/**
 * One running app for each profile. The second leaves its arguments in a folder which the first watches, and is told to go.
 * @param {string} profile
 * @param {unknown} data
 * @param {(second: {argv: string[], cwd: string, data: unknown}) => void} onSecond
 * @returns {boolean} whether this is the first
 */
function takeLock(profile, data, onSecond) {
  let owner
  try {
    owner = JSON.parse(fs.readFileSync(lockFile(profile), 'utf8')).pid
  } catch {
    owner = undefined
  }
  if (owner !== undefined && owner !== process.pid && isOurs(owner)) {
    const message = path.join(inbox(profile), `${process.pid}-${process.hrtime.bigint()}`)
    fs.writeFileSync(`${message}.new`, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }))
    fs.renameSync(`${message}.new`, `${message}.json`)
    return false
  }
  fs.writeFileSync(lockFile(profile), JSON.stringify({ pid: process.pid }))
  fs.rmSync(inbox(profile), { recursive: true, force: true })
  fs.mkdirSync(inbox(profile))
  watcher?.close()
  watcher = fs.watch(inbox(profile), { persistent: false }, () => readInbox(profile, onSecond))
  return true
}

function readInbox(profile, onSecond) {
  for (const name of fs.readdirSync(inbox(profile))) {
    if (!name.endsWith('.json')) continue
    const file = path.join(inbox(profile), name)
    const text = fs.readFileSync(file, 'utf8')
    fs.rmSync(file)
    onSecond(JSON.parse(text))
  }
}

function releaseLock(profile) {
  watcher?.close()
  fs.rmSync(lockFile(profile), { force: true })
}

module.exports = { takeLock, releaseLock }
