import { createSocket } from 'node:dgram'
import { ALAW_FRAME, ALAW_SILENCE, decodeAlaw, levelDb, toneHz } from '#scripts/try-out-pbx/alaw.ts'
import type { Heard } from '#scripts/try-out-pbx/citizen-media.ts'

const PCMA = 8
const FRAME_MS = 20
const HEARD_FRAMES = 25
const KEYS = '0123456789*#ABCD'

/** Named in the SDP too: some WebRTC stacks take audio only from a source they were told of. */
export const OUTSIDE_SSRC = 0x4f504f52

export interface RtpEndpoint {
  readonly port: number
  /** Begins to send to an address: the one in the far side's SDP. A later address takes its place. */
  sendTo(port: number, host: string): void
  /** What came in: packets in all, level and tone of the last half second. */
  heard(): Heard
  /** Everything heard so far, A-law. */
  recording(): Uint8Array
  /** Keys by RFC 4733 in their order. */
  readonly keys: string
  close(): void
}

/**
 * The audio of the outside: plain RTP over UDP, PCMA. Sipp does the signalling, this speaks and listens, so that tests can measure what was heard.
 * @param speech A-law, repeated until the end; `echo` sends back what comes in
 */
export function openRtpEndpoint(port: number, speech: Uint8Array | 'echo'): Promise<RtpEndpoint> {
  const socket = createSocket('udp4')
  const frames: Uint8Array[] = []
  let packets = 0
  let keys = ''
  let lastKeyAt = -1
  let target: { readonly port: number; readonly host: string } | undefined
  let pacer: NodeJS.Timeout | undefined
  let sequence = 0

  function send(payload: Uint8Array): void {
    if (target === undefined) return
    const packet = Buffer.alloc(12 + payload.length)
    packet.writeUInt16BE(0x8000 | PCMA | (sequence === 0 ? 0x80 : 0), 0)
    packet.writeUInt16BE(sequence & 0xffff, 2)
    packet.writeUInt32BE((sequence * ALAW_FRAME) >>> 0, 4)
    packet.writeUInt32BE(OUTSIDE_SSRC, 8)
    packet.set(payload, 12)
    sequence++
    socket.send(packet, target.port, target.host)
  }

  socket.on('message', (packet) => {
    const payload = payloadOf(packet)
    if (payload === undefined) return
    packets++
    if ((packet.readUInt8(1) & 0x7f) === PCMA) {
      frames.push(Uint8Array.from(payload))
      if (speech === 'echo') send(payload)
    } else if (packet.readUInt32BE(4) !== lastKeyAt) {
      // all packets of one press bear the time of its beginning (RFC 4733 §2.5.1.2)
      lastKeyAt = packet.readUInt32BE(4)
      keys += KEYS[payload[0] ?? 255] ?? ''
    }
  })

  const endpoint: RtpEndpoint = {
    port,
    sendTo(targetPort, host) {
      target = { port: targetPort, host }
      if (pacer !== undefined || speech === 'echo') return
      const startedAt = performance.now()
      let sent = 0
      pacer = setInterval(() => {
        const due = Math.floor((performance.now() - startedAt) / FRAME_MS)
        if (due - sent > HEARD_FRAMES) sent = due - 1
        for (; sent < due; sent++) send(frameOf(speech, sent))
      }, FRAME_MS / 2)
    },
    heard() {
      const samples = decodeAlaw(Buffer.concat(frames.slice(-HEARD_FRAMES)))
      return { packets, levelDb: levelDb(samples), toneHz: toneHz(samples) }
    },
    recording: () => Buffer.concat(frames),
    get keys() {
      return keys
    },
    close() {
      clearInterval(pacer)
      socket.close()
    },
  }
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, '127.0.0.1', () => {
      socket.on('error', () => undefined)
      resolve(endpoint)
    })
  })
}

function frameOf(speech: Uint8Array, index: number): Uint8Array {
  const frame = new Uint8Array(ALAW_FRAME).fill(ALAW_SILENCE)
  if (speech.length === 0) return frame
  const start = (index * ALAW_FRAME) % speech.length
  frame.set(speech.subarray(start, start + ALAW_FRAME))
  return frame
}

/** Payload of an RTP packet (RFC 3550 §5.1); undefined for RTCP and anything else. */
function payloadOf(packet: Buffer): Buffer | undefined {
  if (packet.length < 12 || packet.readUInt8(0) >> 6 !== 2) return undefined
  const type = packet.readUInt8(1) & 0x7f
  if (type >= 64 && type <= 95) return undefined
  const extensionAt = 12 + (packet.readUInt8(0) & 0x0f) * 4
  const hasExtension = (packet.readUInt8(0) & 0x10) !== 0
  if (!hasExtension) return packet.subarray(extensionAt)
  return packet.length < extensionAt + 4
    ? undefined
    : packet.subarray(extensionAt + 4 + packet.readUInt16BE(extensionAt + 2) * 4)
}
