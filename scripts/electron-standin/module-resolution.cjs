'use strict'
const Module = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const ELECTRON = path.join(__dirname, 'electron.cjs')
const NAMES = /^electron(\/(main|common))?$/

/** Version of the `electron` package which the project is written for. */
const electronVersion = require('electron/package.json').version

/** From now on `require('electron')` and `import … from 'electron'` give the stand-in, in this process only. */
function makeElectronImportable() {
  const resolveFilename = Module._resolveFilename
  Module._resolveFilename = function resolveElectron(request, ...more) {
    return NAMES.test(request) ? ELECTRON : resolveFilename.call(this, request, ...more)
  }
  const hook = `export async function resolve(specifier, context, next) {
    if (!${NAMES}.test(specifier)) return next(specifier, context)
    return { url: ${JSON.stringify(pathToFileURL(ELECTRON).href)}, format: 'commonjs', shortCircuit: true }
  }`
  Module.register(`data:text/javascript,${encodeURIComponent(hook)}`)
  process.versions.electron = electronVersion
  process.type = 'browser'
  process.resourcesPath = path.join(path.dirname(process.argv[0]), 'resources')
}

module.exports = { makeElectronImportable, electronVersion }
