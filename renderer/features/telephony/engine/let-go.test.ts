import { afterEach, describe, expect, it, vi } from 'vitest'
import { markCall } from './call-marks.ts'
import { fakeScheduler } from './fake-scheduler.ts'
import { measureLevel } from './level-meter.ts'
import { SentVoice } from './sip-microphone.ts'
import { SessionDescription } from './sip-session-description.ts'
import { Tones } from './tones.ts'
import { mixVoices } from './voice-mix.ts'

class FakeTrack {
  readonly kind = 'audio'
  enabled = true
  readyState: MediaStreamTrackState = 'live'
  stop(): void {
    this.readyState = 'ended'
  }
}

class FakeStream extends EventTarget {
  private tracks: FakeTrack[]
  constructor(tracks: readonly FakeTrack[] = []) {
    super()
    this.tracks = [...tracks]
  }
  getTracks(): FakeTrack[] {
    return [...this.tracks]
  }
  getAudioTracks(): FakeTrack[] {
    return this.getTracks()
  }
  getVideoTracks(): FakeTrack[] {
    return []
  }
  getTrackById(): null {
    return null
  }
  addTrack(track: FakeTrack): void {
    this.tracks.push(track)
  }
  removeTrack(track: FakeTrack): void {
    this.tracks = this.tracks.filter((one) => one !== track)
  }
}

class FakeConnection {
  readonly signalingState = 'stable'
  readonly senders: { track: FakeTrack | null; replaceTrack(track: FakeTrack): Promise<void> }[] = []
  isClosed = false
  getSenders(): FakeConnection['senders'] {
    return this.senders
  }
  getReceivers(): [] {
    return []
  }
  addTrack(track: FakeTrack): void {
    const sender = {
      track: track as FakeTrack | null,
      replaceTrack: async (next: FakeTrack): Promise<void> => {
        if (this.isClosed) throw new DOMException('closed', 'InvalidStateError')
        sender.track = next
      },
    }
    this.senders.push(sender)
  }
  close(): void {
    this.isClosed = true
  }
}

function fakeContext() {
  const nodes: { readonly disconnect: ReturnType<typeof vi.fn> }[] = []
  const output = new FakeStream([new FakeTrack()])
  const node = (more: object = {}): object => {
    const made = { connect: vi.fn(), disconnect: vi.fn(), ...more }
    nodes.push(made)
    return made
  }
  const context = {
    state: 'running',
    sampleRate: 8_000,
    currentTime: 0,
    resume: async () => undefined,
    close: vi.fn(async () => {
      context.state = 'closed'
    }),
    createMediaStreamDestination: () => node({ stream: output }),
    createMediaStreamSource: () => node(),
    createGain: () => node({ gain: { setValueAtTime: vi.fn() } }),
    createAnalyser: () => node({ getFloatTimeDomainData: vi.fn() }),
    createBuffer: () => ({ copyToChannel: vi.fn() }),
    createBufferSource: () => node({ start: vi.fn(), stop: vi.fn(), onended: null }),
  }
  return { context: context as unknown as AudioContext, output, nodes }
}

afterEach(() => {
  vi.unstubAllGlobals()
  performance.clearMarks()
})

// Chromium keeps the stream nodes of a context, and their tracks, for as long as it runs (measured by heap snapshots of a row of calls).
describe('no audio context outlives what it served', () => {
  it('[TEL38] each tone has its own, closed when it is silent again or has played to its end', () => {
    const made: ReturnType<typeof fakeContext>[] = []
    const element = { srcObject: null, setSinkId: async () => undefined, play: async () => undefined, volume: 1 }
    const tones = new Tones({
      createContext: () => {
        const one = fakeContext()
        made.push(one)
        return one.context
      },
      createElement: () => element as unknown as HTMLAudioElement,
      play: (one) => void one.play(),
      ringId: () => '',
      speakerId: () => '',
      ringVolume: () => 1,
      onFallback: () => undefined,
    })
    tones.play('ring')
    tones.play('ringback')
    expect(made.map(({ context }) => context.state)).toEqual(['closed', 'running'])
    tones.play('busy')
    const source = made[2]?.nodes.find((node) => 'onended' in node) as { onended?: () => void } | undefined
    source?.onended?.()
    expect(made.map(({ context }) => context.state)).toEqual(['closed', 'closed', 'closed'])
    expect(made.flatMap(({ output }) => output.getTracks()).map(({ readyState }) => readyState)).toEqual(
      Array.from({ length: 3 }, () => 'ended'),
    )
    expect([tones.current, element.srcObject]).toEqual([undefined, null])
  })

  it('a mix of voices and a level meter close theirs, once, however often they are stopped', () => {
    vi.stubGlobal('MediaStream', FakeStream)
    const [mixed, measured] = [fakeContext(), fakeContext()]
    const mix = mixVoices(mixed.context)
    const voice = new FakeTrack()
    mix.setVoices(new Map([['far:1', voice as unknown as MediaStreamTrack]]))
    const meter = measureLevel(measured.context, new FakeStream() as unknown as MediaStream)
    for (const { stop } of [mix, meter, mix, meter]) stop()
    expect([mixed.context.close, measured.context.close].map((close) => vi.mocked(close).mock.calls.length)).toEqual([
      1, 1,
    ])
    expect(mixed.output.getTracks().map(({ readyState }) => readyState)).toEqual(['ended'])
    expect(voice.readyState).toBe('live')
  })
})

describe('what a call sends ends with it', () => {
  async function sending(): Promise<{
    voice: SentVoice
    connection: FakeConnection
    own: FakeTrack
    told: FakeTrack[]
  }> {
    const [connection, own, told] = [new FakeConnection(), new FakeTrack(), [] as FakeTrack[]]
    connection.addTrack(own)
    const voice = new SentVoice(
      () => connection as unknown as RTCPeerConnection,
      (track) => told.push(track as unknown as FakeTrack),
    )
    return { voice, connection, own, told }
  }
  const streamOf = (track: FakeTrack): MediaStream => new FakeStream([track]) as unknown as MediaStream

  it('nobody is told of the microphone of a call that is over', async () => {
    const { voice, told } = await sending()
    voice.end()
    voice.apply()
    expect(told).toEqual([])
  })

  it('[TEL36] another microphone that opens after the end is closed again', async () => {
    const { voice, own } = await sending()
    voice.end()
    const late = new FakeTrack()
    await voice.replace(streamOf(late))
    expect(late.readyState).toBe('ended')
    expect(own.enabled).toBe(false)
  })

  it('[TEL36] another microphone that cannot be put in place is closed, and the call keeps the one it has', async () => {
    const { voice, connection, own } = await sending()
    connection.close()
    const refused = new FakeTrack()
    await expect(voice.replace(streamOf(refused))).rejects.toThrow('closed')
    expect([refused.readyState, own.readyState]).toEqual(['ended', 'live'])
  })

  it('[TEL96] the microphone under a mix ends with the call', async () => {
    const { voice, own } = await sending()
    await voice.mix(new FakeTrack() as unknown as MediaStreamTrack)
    voice.end()
    expect(own.readyState).toBe('ended')
  })
})

describe('a session lets go of its media at once', () => {
  function describeSession(openMicrophone: () => Promise<MediaStream>): SessionDescription {
    vi.stubGlobal('MediaStream', FakeStream)
    vi.stubGlobal('RTCPeerConnection', FakeConnection)
    vi.stubGlobal('MediaStreamTrackEvent', Event)
    const logger = { debug: vi.fn(), log: vi.fn(), warn: vi.fn(), error: vi.fn() }
    return new SessionDescription(logger as unknown as ConstructorParameters<typeof SessionDescription>[0], {
      scheduler: fakeScheduler(),
      relayMemory: { isRelayDead: false },
      iceServers: () => [],
      openMicrophone,
    })
  }

  it('[TEL31] a call given up while the device opens does not leave the microphone open', async () => {
    const track = new FakeTrack()
    let opened = (_stream: MediaStream): void => undefined
    const media = describeSession(() => new Promise((resolve) => (opened = resolve)))
    const described = media.getDescription().catch((error: Error) => error.message)
    media.close()
    opened(new FakeStream([track]) as unknown as MediaStream)
    expect(await described).toMatch(/undefined|closed/)
    expect(track.readyState).toBe('ended')
  })

  it('keeps no track in the streams of a call that is over, though transactions keep its session', async () => {
    const track = new FakeTrack()
    const media = describeSession(async () => new FakeStream([track]) as unknown as MediaStream)
    // what follows the microphone needs a real browser
    await media.getDescription().catch(() => undefined)
    expect(media.localMediaStream.getTracks()).toEqual([track])
    const far = new FakeTrack()
    media.remoteMediaStream.addTrack(far as unknown as MediaStreamTrack)
    media.close()
    expect([...media.localMediaStream.getTracks(), ...media.remoteMediaStream.getTracks()]).toEqual([])
    expect([track.readyState, far.readyState]).toEqual(['ended', 'ended'])
  })
})

it('the timeline of the browser keeps the moments of the newest call only', () => {
  for (let call = 0; call < 3; call += 1) markCall('call-shown', `call ${call}`)
  const kept = performance.getEntriesByName('opora:call-shown') as PerformanceMark[]
  expect(kept.map(({ detail }) => detail)).toEqual(['call 2'])
})
