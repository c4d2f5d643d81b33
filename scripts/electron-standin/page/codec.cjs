'use strict'
/**
 * Copies values between the main process, the preload's world and the page's world as text, near to the structured clone that
 * Electron uses. Runs in Node and, as source text, in pages: it may use nothing from outside itself.
 * @param {null | {fn(f: Function): number, unfn(id: number): Function, promise(p: Promise<unknown>): number, unpromise(id: number): Promise<unknown>}} references
 *   how functions and promises cross (the context bridge); null where they may not (messages)
 */
module.exports = function makeCodec(references) {
  const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1)
  const cannot = () => new Error('An object could not be cloned.')

  /** Kinds of objects that are copied, each with how to write and how to read it. */
  const kinds = {
    Date: [(value) => value.getTime(), (body) => new Date(body)],
    RegExp: [(value) => [value.source, value.flags], ([source, flags]) => new RegExp(source, flags)],
    Error: [
      (value) => [value.name, value.message],
      ([name, message]) => Object.assign(new Error(message), name === 'Error' ? {} : { name }),
    ],
    ArrayBuffer: [(value) => toBase64(new Uint8Array(value)), (body) => fromBase64(body).buffer],
    Map: [
      (value, write) => [...value].map(([key, item]) => [write(key), write(item)]),
      (body, read) => new Map(body.map(([key, item]) => [read(key), read(item)])),
    ],
    Set: [(value, write) => [...value].map(write), (body, read) => new Set(body.map(read))],
    Array: [(value, write) => Array.from(value, write), (body, read) => body.map(read)],
    Object: [
      (value, write) => Object.keys(value).map((key) => [key, write(value[key])]),
      (body, read) => Object.fromEntries(body.map(([key, item]) => [key, read(item)])),
    ],
  }

  function encode(value, path) {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
    if (value === undefined) return { k: 'undefined' }
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { k: 'number', b: Object.is(value, -0) ? '-0' : String(value) }
    }
    if (typeof value === 'bigint') return { k: 'bigint', b: String(value) }
    if (typeof value === 'symbol') throw cannot()
    if (typeof value === 'function') {
      if (!references) throw cannot()
      return { k: 'function', b: references.fn(value) }
    }
    const kind = kindOf(value)
    if (kind === 'Promise') {
      if (!references) throw cannot()
      return { k: 'promise', b: references.promise(value) }
    }
    if (ArrayBuffer.isView(value)) {
      return { k: 'view', b: [kind, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))] }
    }
    if (!(kind in kinds)) throw cannot()
    if (path.includes(value)) throw new Error('[electron stand-in] cyclic objects are not implemented')
    return { k: kind, b: kinds[kind][0](value, (item) => encode(item, [...path, value])) }
  }

  function decode(value) {
    if (value === null || typeof value !== 'object') return value
    const { k: kind, b: body } = value
    if (kind === 'undefined') return undefined
    if (kind === 'number') return Number(body)
    if (kind === 'bigint') return BigInt(body)
    if (kind === 'function') return references.unfn(body)
    if (kind === 'promise') return references.unpromise(body)
    if (kind === 'view') {
      const { buffer } = fromBase64(body[1])
      return body[0] === 'DataView' ? new DataView(buffer) : new globalThis[body[0]](buffer)
    }
    return kinds[kind][1](body, decode)
  }

  return {
    encode: (value) => JSON.stringify(encode(value, [])),
    decode: (text) => decode(JSON.parse(text)),
  }
}
