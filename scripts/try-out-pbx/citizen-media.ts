import { randomInt } from 'node:crypto'
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { ALAW_FRAME, ALAW_SAMPLE_RATE, ALAW_SILENCE, decodeAlaw, levelDb, toneHz } from './alaw.ts'

const PCMA = 8
const FRAME_MS = 20
/** How much of what was heard last is kept for measuring: half a second. */
const HEARD_FRAMES = 25
/** Our telephone-event payload type where the desk has not chosen one. */
const EVENT_TYPE = 101
const KEYS = '0123456789*#ABCD'

export interface Heard {
  readonly packets: number
  /** Level of the last half second, dB relative to full scale. */
  readonly levelDb: number
  /** Frequency of the last half second if it was a tone. */
  readonly toneHz: number
}

export interface CitizenMedia {
  createOffer(): Promise<string>
  acceptAnswer(sdp: string): Promise<void>
  /** Answers a first offer or a changed one (hold, ICE restart) in the mirrored direction. */
  answerOffer(sdp: string): Promise<string>
  /** Speaks A-law audio at its own pace; `onSaid` follows. New words cut off those being spoken. */
  say(audio: Uint8Array): void
  /** From now on everything heard is sent back. */
  echo(): void
  heard(): Heard
  readonly sentPackets: number
  /** The desk has put us on hold: it offers to send only, or nothing. */
  readonly isHeld: boolean
  close(): void
}

export interface CitizenMediaEvents {
  onConnected(): void
  onFailed(): void
  onSaid(): void
  /** A key by RFC 4733, once for each press. */
  onKey(key: string): void
}

/**
 * Real WebRTC audio of one robot: ICE, DTLS and SRTP by werift, PCMA only, sockets on loopback only.
 * @param firstOffer the desk's offer when it is the desk that calls: its telephone-event number is taken over
 */
export function createCitizenMedia(events: CitizenMediaEvents, firstOffer = ''): CitizenMedia {
  const eventType = Number(/^a=rtpmap:([0-9]{1,3}) telephone-event\/8000/im.exec(firstOffer)?.[1] ?? EVENT_TYPE)
  const codec = (mimeType: string, payloadType: number): RTCRtpCodecParameters =>
    new RTCRtpCodecParameters({ mimeType, clockRate: ALAW_SAMPLE_RATE, channels: 1, payloadType })
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceUseTcp: false,
    // no address of any network interface, neither in sockets nor in what is announced: loopback is added by hand
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    codecs: { audio: [codec('audio/PCMA', PCMA), codec('audio/telephone-event', eventType)], video: [] },
  })
  const track = new MediaStreamTrack({ kind: 'audio' })
  const transceiver = connection.addTransceiver(track, { direction: 'sendrecv' })

  const ssrc = randomInt(1, 2 ** 32)
  let sequence = randomInt(0, 2 ** 16)
  let timestamp = randomInt(0, 2 ** 32)
  let sentPackets = 0
  let heardPackets = 0
  const heardFrames: Uint8Array[] = []
  let lastKeyAt = -1
  let speech: { readonly audio: Uint8Array; position: number } | undefined
  let isEcho = false
  let isHeld = false
  let pacer: NodeJS.Timeout | undefined
  let isClosed = false

  function send(payload: Uint8Array): void {
    sequence = (sequence + 1) & 0xffff
    timestamp = (timestamp + payload.length) >>> 0
    sentPackets++
    const header = new RtpHeader({
      payloadType: PCMA,
      sequenceNumber: sequence,
      timestamp,
      ssrc,
      marker: sentPackets === 1,
    })
    track.writeRtp(new RtpPacket(header, Buffer.from(payload)))
  }

  /** Speech, or silence between: a telephone that sends nothing looks like a broken line. */
  function nextFrame(): Uint8Array {
    const frame = new Uint8Array(ALAW_FRAME).fill(ALAW_SILENCE)
    if (speech === undefined) return frame
    frame.set(speech.audio.subarray(speech.position, speech.position + ALAW_FRAME))
    speech.position += ALAW_FRAME
    if (speech.position >= speech.audio.length) {
      speech = undefined
      events.onSaid()
    }
    return frame
  }

  function startPacer(): void {
    if (pacer !== undefined || isClosed) return
    const startedAt = performance.now()
    let frames = 0
    pacer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAt) / FRAME_MS)
      // after a pause of the process what was missed is left out: a burst would only fill the far side's jitter buffer
      if (due - frames > HEARD_FRAMES) frames = due - 1
      for (; frames < due; frames++) if (!isHeld && !isEcho) send(nextFrame())
    }, FRAME_MS / 2)
  }

  transceiver.onTrack.subscribe((remote) => {
    remote.onReceiveRtp.subscribe((packet) => {
      heardPackets++
      if (packet.header.payloadType === PCMA) {
        const payload = Uint8Array.from(packet.payload)
        heardFrames.push(payload)
        if (heardFrames.length > HEARD_FRAMES) heardFrames.shift()
        if (isEcho && !isHeld) send(payload)
      } else if (packet.header.timestamp !== lastKeyAt) {
        // all packets of one press bear the time of its beginning (RFC 4733 §2.5.1.2)
        lastKeyAt = packet.header.timestamp
        const key = KEYS[packet.payload[0] ?? 255]
        if (key !== undefined) events.onKey(key)
      }
    })
  })
  connection.connectionStateChange.subscribe((state) => {
    if (isClosed) return
    if (state === 'connected' && pacer === undefined) {
      startPacer()
      events.onConnected()
    } else if (state === 'failed') events.onFailed()
  })

  function noteDirection(sdp: string): void {
    const direction = directionOf(sdp)
    isHeld = direction === 'sendonly' || direction === 'inactive'
    heardFrames.length = 0
  }

  return {
    async createOffer() {
      await connection.setLocalDescription(await connection.createOffer())
      return connection.localDescription?.sdp ?? ''
    },
    async acceptAnswer(sdp) {
      await connection.setRemoteDescription({ type: 'answer', sdp: withoutRtcpPort(sdp) })
      noteDirection(sdp)
    },
    async answerOffer(sdp) {
      await connection.setRemoteDescription({ type: 'offer', sdp: withoutRtcpPort(sdp) })
      await connection.setLocalDescription(await connection.createAnswer())
      noteDirection(sdp)
      return connection.localDescription?.sdp ?? ''
    },
    say(audio) {
      speech = audio.length === 0 ? undefined : { audio, position: 0 }
    },
    echo() {
      isEcho = true
    },
    heard() {
      const samples = decodeAlaw(Buffer.concat(heardFrames))
      return { packets: heardPackets, levelDb: levelDb(samples), toneHz: toneHz(samples) }
    },
    get sentPackets() {
      return sentPackets
    },
    get isHeld() {
      return isHeld
    },
    close() {
      isClosed = true
      clearInterval(pacer)
      connection.close().catch(() => undefined)
    },
  }
}

/** Media direction of an SDP with one stream: that of the stream, else of the session, else both ways (RFC 4566 §6). */
export function directionOf(sdp: string): 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' {
  const found = [...sdp.matchAll(/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/gm)].at(-1)?.[1]
  return found === 'sendonly' || found === 'recvonly' || found === 'inactive' ? found : 'sendrecv'
}

/** Leaves out `a=rtcp:<port>` without an address (RFC 3605 allows it, werift stumbles over it): RTCP goes with RTP anyway. */
function withoutRtcpPort(sdp: string): string {
  return sdp.replace(/^a=rtcp:\d+\r?\n/gm, '')
}
