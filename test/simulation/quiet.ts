import { gunzipSync } from 'node:zlib'

/**
 * Makes Node's own asynchrony countable, so that a schedule depends on its seed alone: fake-indexeddb works in immediates, which are
 * counted here, and decompression, which Node does on other threads, is done in place.
 */
const immediately = globalThis.setImmediate
let pending = 0

function counted<Args extends unknown[]>(work: (...args: Args) => void, ...args: Args): NodeJS.Immediate {
  pending += 1
  return immediately(() => {
    pending -= 1
    work(...args)
  })
}

class GunzipInPlace {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>

  constructor() {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => controller.enqueue(new Uint8Array(gunzipSync(chunk))),
    })
    this.readable = readable
    this.writable = writable
  }
}

/** Call before a simulation; the returned function undoes it. */
export function countAsynchrony(): () => void {
  const decompression = globalThis.DecompressionStream
  globalThis.setImmediate = counted as unknown as typeof setImmediate
  globalThis.DecompressionStream = GunzipInPlace as unknown as typeof DecompressionStream
  return () => {
    globalThis.setImmediate = immediately
    globalThis.DecompressionStream = decompression
  }
}

/** Turns of the event loop without anything pending after which nothing more can come: a turn runs all promises that are ready. */
const QUIET_TURNS = 3

/** Lets everything run that can run without a message, a wake-up or a user. */
export async function untilQuiet(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await new Promise((resolve) => immediately(resolve))
    quiet = pending === 0 ? quiet + 1 : 0
  }
}
