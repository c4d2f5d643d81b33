'use strict'

/**
 * Wraps an object so that whatever it does not have throws by name. A stand-in that answers `undefined` would let a test pass that
 * must fail: silence is the one thing it may not do.
 * @template {object} T
 * @param {T} target
 * @param {string} name
 * @returns {T}
 */
function strict(target, name) {
  return new Proxy(target, {
    get(object, key, receiver) {
      // Promises, printers and test frameworks probe for these on every object.
      if (key in object || typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key.startsWith('_')) {
        return Reflect.get(object, key, receiver)
      }
      throw new Error(`[electron stand-in] ${name}.${key} is not implemented`)
    },
  })
}

/**
 * An event object as Electron's: `preventDefault()` and `defaultPrevented`.
 * @param {object} [more]
 */
function makeEvent(more = {}) {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
    ...more,
  }
  return event
}

module.exports = { strict, makeEvent }
