import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STAND_IN_FOLDER } from '#scripts/electron.ts'

/** A small app that is wrong on purpose: each answer shows that the stand-in lets a defect be seen. */
const MAIN = `
const { app, BrowserWindow, ipcMain, protocol, session } = require('electron')
const { standin } = require('electron')
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
const say = (name, value) => process.stdout.write(JSON.stringify([name, value]) + '\\n')
try { new BrowserWindow() } catch (error) { say('too early', error.message) }
app.whenReady().then(async () => {
  protocol.handle('app', (request) => new Response('<h1>' + new URL(request.url).pathname + '</h1><script>window.inline = 1</script>', { headers: { 'content-type': 'text/html' } }))
  ipcMain.handle('echo', (event, value) => [event.senderFrame.url, value])
  ipcMain.handle('fail', () => { throw new Error('reason') })
  const window = new BrowserWindow({ webPreferences: { preload: require('node:path').join(__dirname, 'preload.cjs') } })
  await window.loadURL('app://bundle/page')
  const run = (code) => window.webContents.executeJavaScript(code)
  say('url', window.webContents.getURL())
  say('heading', await run("document.querySelector('h1').textContent"))
  say('no policy of its own', await run('window.inline'))
  say('echo', await run("bridge.echo({ list: [1, 'а'] })"))
  say('fail', await run("bridge.fail().catch((error) => error.message)"))
  say('unknown', await run("bridge.unknown().catch((error) => error.message)"))
  say('function crosses', await run("new Promise((done) => bridge.twice((value) => done(value), 21))"))
  say('world', await run("[typeof require, typeof process, typeof secretOfPreload, Object.isFrozen(bridge)]"))
  say('everything is granted without a handler', await run("navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', (error) => error.name)"))
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => answer(false))
  say('nothing with one that refuses', await run("navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', (error) => error.name)"))
  try { window.webContents.capturePage() } catch (error) { say('not there', error.message) }
  const print = (options) => new Promise((done) => window.webContents.print(options, (...answer) => done(answer)))
  say('printed', await print({ pageSize: 'A5' }))
  say('sheet', /\\/MediaBox ?\\[([^\\]]+)\\]/.exec(standin.record.prints[0].pdf.toString('latin1'))[1].trim().split(' ').map(Math.round))
  standin.printAnswers.push('Print job canceled')
  say('not printed', await print({}))
  say('no such sheet', await print({ pageSize: 'B9' }))
  const { dialog, shell } = require('electron')
  standin.answers.push('/folder/file.pdf')
  say('chosen', await dialog.showSaveDialog(window, { defaultPath: 'file' }))
  say('nothing chosen', await dialog.showSaveDialog(window, { defaultPath: 'file' }))
  shell.showItemInFolder('/folder/file.pdf')
  say('shown', [standin.record.shown, standin.record.dialogs.map(({ defaultPath }) => defaultPath)])
  const download = new Promise((done) => session.defaultSession.once('will-download', (event, item) => { event.preventDefault(); done([item.getFilename(), item.getURL().slice(0, 5)]) }))
  await run("Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'x.txt' }).click()")
  say('download', await download)
  try { ipcMain.handle('echo', () => 1) } catch (error) { say('second handler', error.message) }
  window.flashFrame(true)
  say('record', standin.record.flashes)
  app.quit()
})
`
const PRELOAD = `
const { contextBridge, ipcRenderer } = require('electron')
globalThis.secretOfPreload = 1
let fs = 'none'
try { fs = typeof require('node:fs') } catch (error) { fs = error.message }
contextBridge.exposeInMainWorld('bridge', {
  echo: (value) => ipcRenderer.invoke('echo', value),
  fail: () => ipcRenderer.invoke('fail'),
  unknown: () => ipcRenderer.invoke('unknown'),
  twice: (call, value) => { call(value * 2) },
})
`

describe.skipIf(process.platform === 'win32')('an app on the stand-in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standin-app-'))
  const said = new Map<string, unknown>()
  let code: number | null

  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), '{"main":"main.cjs","name":"probe"}')
    writeFileSync(join(folder, 'main.cjs'), MAIN)
    writeFileSync(join(folder, 'preload.cjs'), PRELOAD)
    const child = spawn(join(STAND_IN_FOLDER, 'electron'), [folder, `--user-data-dir=${join(folder, 'profile')}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    code = await new Promise<number | null>((done) => child.on('close', done))
    for (const line of text.trim().split('\n')) said.set(...(JSON.parse(line) as [string, unknown]))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

  it.each([
    ['too early', 'Cannot create BrowserWindow before app is ready'],
    ['url', 'app://bundle/page'],
    ['heading', '/page'],
    ['no policy of its own', 1],
    ['echo', ['app://bundle/page', { list: [1, 'а'] }]],
    ['fail', "Error invoking remote method 'fail': Error: reason"],
    ['unknown', "Error invoking remote method 'unknown': Error: No handler registered for 'unknown'"],
    ['function crosses', 42],
    ['world', ['undefined', 'undefined', 'undefined', true]],
    ['everything is granted without a handler', 'granted'],
    ['nothing with one that refuses', 'NotAllowedError'],
    ['not there', '[electron stand-in] webContents.capturePage is not implemented'],
    ['printed', [true, '']],
    ['sheet', [0, 0, 420, 596]],
    ['not printed', [false, 'Print job canceled']],
    ['no such sheet', [false, 'Invalid printer settings']],
    ['chosen', { canceled: false, filePath: '/folder/file.pdf' }],
    ['nothing chosen', { canceled: true, filePath: '' }],
    ['shown', [['/folder/file.pdf'], ['file', 'file']]],
    ['download', ['x.txt', 'blob:']],
    ['second handler', "Attempted to register a second handler for 'echo'"],
    ['record', [true]],
  ])('%s', (name, expected) => {
    expect(said.get(name)).toEqual(expected)
  })

  it('ends with the code of the app', () => {
    expect(code).toBe(0)
  })
})
