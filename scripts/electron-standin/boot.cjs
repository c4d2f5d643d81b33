'use strict'
/**
 * Entry of the stand-in: reads a command line as Electron's, makes `electron` importable, runs the app's main module and then
 * starts Chromium. See README.md for what this is and what it is not.
 */
const fs = require('node:fs')
const inspector = require('node:inspector')
const os = require('node:os')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { makeElectronImportable, electronVersion } = require('./module-resolution.cjs')

const executable = path.resolve(process.env.OPORA_STANDIN_EXE ?? process.argv[1])
const given = process.argv.slice(2)

/** Splits Node's own arguments, which test drivers use, from the rest. */
function readArguments() {
  const preloads = []
  const rest = []
  let inspectPort
  for (let at = 0; at < given.length; at += 1) {
    const argument = given[at]
    if (argument === '-r' || argument === '--require') {
      at += 1
      preloads.push(given[at])
    } else if (argument.startsWith('--inspect')) inspectPort = Number(argument.split('=')[1] ?? 9229)
    else rest.push(argument)
  }
  return { preloads, rest, inspectPort }
}

/** A packaged app stands in `resources/app.asar` beside the executable; Node cannot read that archive, so it is unpacked first. */
function findApp(rest) {
  const archive = path.join(path.dirname(fs.realpathSync(executable)), 'resources/app.asar')
  if (fs.existsSync(archive)) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'standin-app-'))
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
    require('@electron/asar').extractAll(archive, folder)
    return { entry: folder, isPackaged: true }
  }
  return { entry: path.resolve(rest.find((argument) => !argument.startsWith('-')) ?? '.'), isPackaged: false }
}

function readManifest(entry) {
  const file = path.join(entry, 'package.json')
  if (!fs.existsSync(file)) return { folder: path.dirname(entry), main: entry, manifest: {} }
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'))
  return { folder: entry, main: path.resolve(entry, manifest.main ?? 'index.js'), manifest }
}

async function loadMain(main, manifest) {
  const isModule = main.endsWith('.mjs') || (manifest.type === 'module' && !main.endsWith('.cjs'))
  if (!isModule) return require(main)
  // As in Electron, `ready` comes only after the module has been evaluated: a top-level `await app.whenReady()` waits for ever.
  const warning = setTimeout(() => {
    console.error('[electron stand-in] main has not finished evaluating after 5 s: a top-level await on ready?')
  }, 5000)
  warning.unref()
  await import(pathToFileURL(main).href)
  clearTimeout(warning)
}

async function boot() {
  if (given.includes('--version') || given.includes('-v')) {
    process.stdout.write(`v${electronVersion} (Chromium stand-in, not Electron)\n`)
    return
  }
  const { preloads, rest, inspectPort } = readArguments()
  if (inspectPort !== undefined) inspector.open(inspectPort, '127.0.0.1')
  process.argv = [executable, ...given]
  // Before this process looks like Electron: the archive's own reader would then expect Electron's file system.
  const { entry, isPackaged } = findApp(rest)
  makeElectronImportable()
  const { folder, main, manifest } = readManifest(entry)
  const { start } = require('./start.cjs')
  const switches = rest.filter((argument) => argument.startsWith('--'))
  start.prepare({ folder, manifest, isPackaged, switches })
  for (const preload of preloads) require(preload)
  await loadMain(main, manifest)
  await start.run()
}

boot().catch((error) => {
  console.error('[electron stand-in] the app could not be started:', error)
  process.exit(1)
})
