import { describe, expect, it } from 'vitest'
import { runLiveSocket } from '#renderer/sync/live-socket.ts'
import { createLiveTalk } from '#renderer/sync/live-talk.ts'
import type { LiveSocketEvents } from '#renderer/sync/ports.ts'
import { LIVE_RETURN_WITHIN_MS, LIVE_STOPPING } from '#shared/protocol/live.ts'
import { fixedToken } from '#test/fakes/node-desk.ts'
import { VirtualTime } from '#test/simulation/virtual-time.ts'

const BROKEN = 1006

/** A desk's live connection over servers that the test plays. @param byte the random byte of every draw, 0 to 255 */
function startDesk(byte: number) {
  const time = new VirtualTime()
  const sockets: LiveSocketEvents[] = []
  const stopping = new AbortController()
  let news = 0
  const ended = runLiveSocket(
    'ws://api.invalid/api/live',
    {
      timers: time,
      randomBytes: (length) => new Uint8Array(length).fill(byte),
      tokens: fixedToken('token'),
      openSocket(_url, events) {
        sockets.push(events)
        return { send: () => {}, close: () => {} }
      },
    },
    () => {
      news += 1
    },
    createLiveTalk().line,
    stopping.signal,
  )
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    get connections() {
      return sockets.length
    },
    get news() {
      return news
    },
    async greet() {
      sockets.at(-1)?.opened()
      sockets.at(-1)?.received(JSON.stringify({ t: 'welcome' }))
      await settle()
    },
    async close(code: number) {
      sockets.at(-1)?.closed(code)
      await settle()
    },
    async pass(ms: number) {
      time.advance(ms)
      await settle()
    },
    settle,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

describe('the live connection when a node stops', () => {
  it.each([
    [0, 0],
    [51, LIVE_RETURN_WITHIN_MS / 5],
    [255, LIVE_RETURN_WITHIN_MS],
  ])('[LIVE1] comes back at a moment of its own within a second (draw %i: %i ms)', async (byte, waitMs) => {
    const desk = startDesk(byte)
    await desk.settle()
    await desk.greet()
    const asked = desk.news
    await desk.close(LIVE_STOPPING)
    if (waitMs > 0) await desk.pass(waitMs - 1)
    expect(desk.connections).toBe(1)
    await desk.pass(1)
    expect(desk.connections).toBe(2)
    expect(desk.news).toBe(asked)
    await desk.greet()
    expect(desk.news).toBe(asked + 1)
    await desk.stop()
  })

  it('[LIVE1] asks the server once when nobody greets it after that: the server is gone, not the node', async () => {
    const desk = startDesk(0)
    await desk.settle()
    await desk.greet()
    const asked = desk.news
    await desk.close(LIVE_STOPPING)
    await desk.pass(1)
    await desk.close(BROKEN)
    expect(desk.news).toBe(asked + 1)
    await desk.pass(10_000)
    await desk.close(BROKEN)
    expect(desk.news).toBe(asked + 1)
    await desk.stop()
  })

  it('[LIVE1] asks the server at once when the connection breaks without leave', async () => {
    const desk = startDesk(0)
    await desk.settle()
    await desk.greet()
    const asked = desk.news
    await desk.close(BROKEN)
    expect(desk.news).toBe(asked + 1)
    await desk.stop()
  })
})
