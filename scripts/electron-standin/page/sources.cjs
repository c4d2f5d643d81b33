'use strict'
const makeBridgeEnd = require('./bridge-end.cjs')
const makeCodec = require('./codec.cjs')
const mainWorld = require('./main-world.cjs')
const preloadWorld = require('./preload-world.cjs')

/** Name of the world in which Electron runs preload scripts. */
const WORLD = 'Electron Isolated Context'
/** Name under which the preload's world first sees its door to the main process. */
const BINDING = '__standinHost'

/** @param {string} secret random name of the channel between the worlds */
function mainWorldSource(secret) {
  return `(${mainWorld})(${makeCodec}, ${makeBridgeEnd}, ${JSON.stringify(secret)})`
}

/**
 * @param {string} secret
 * @param {object} surroundings what `process` shows to the preload
 * @param {string} preload its source
 */
function preloadWorldSource(secret, surroundings, preload) {
  const wrapped = `function (require, module, exports, process, global) {${preload}\n}`
  return `(${preloadWorld})(${makeCodec}, ${makeBridgeEnd}, ${JSON.stringify(secret)}, ${JSON.stringify(surroundings)}, ${wrapped})`
}

module.exports = { WORLD, BINDING, mainWorldSource, preloadWorldSource }
