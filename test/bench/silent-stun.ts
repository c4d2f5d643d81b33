import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

export interface SilentStun {
  /** `stun:…` or `turn:…`, for the ICE settings. */
  readonly url: string
  /** How many requests were left without an answer. */
  asked(): number
  close(): void
}

/** A STUN or TURN server that takes every request and never answers: what a firewall makes of one. */
export async function startSilentStun(scheme: 'stun' | 'turn' = 'stun'): Promise<SilentStun> {
  const socket = createSocket('udp4')
  let count = 0
  socket.on('message', () => {
    count += 1
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    url: `${scheme}:127.0.0.1:${(socket.address() as AddressInfo).port}`,
    asked: () => count,
    close: () => socket.close(),
  }
}
