import type { SipPort } from './sip-port.ts'

type Side = 'near' | 'far'

export interface ConferenceOptions {
  readonly port: Pick<SipPort, 'subscribe' | 'mix'>
  readonly context: () => AudioContext
}

/**
 * Three on one line, mixed on the desk: each of the two others is sent the microphone and the voice of the third. No exchange has to know of it,
 * and recording goes on call by call. [TEL96]
 */
export class Conference {
  private readonly options: ConferenceOptions
  private readonly tracks = new Map<string, Partial<Record<Side, MediaStreamTrack>>>()
  private members: readonly string[] = []
  private stopMix: (() => void) | undefined

  constructor(options: ConferenceOptions) {
    this.options = options
    options.port.subscribe((event) => {
      if (event.type === 'microphone') this.note(event.id, 'near', event.track)
      else if (event.type === 'audio') this.note(event.id, 'far', event.stream.getAudioTracks()[0])
      else if (event.type === 'gone') this.tracks.delete(event.id)
    })
  }

  /** Mixes these two calls, or none. */
  setMembers(members: readonly string[]): void {
    if (members.join() === this.members.join()) return
    const left = this.members.filter((id) => !members.includes(id))
    this.members = members
    for (const id of left) this.options.port.mix(id, undefined)
    this.remix()
  }

  private note(id: string, side: Side, track: MediaStreamTrack | undefined): void {
    if (track === undefined) return
    this.tracks.set(id, { ...this.tracks.get(id), [side]: track })
    if (this.members.includes(id)) this.remix()
  }

  private remix(): void {
    this.stopMix?.()
    this.stopMix = undefined
    if (this.members.length < 2) return
    const context = this.options.context()
    void context.resume()
    const stops = this.members.map((id) => {
      const others = this.members.filter((other) => other !== id).map((other) => this.tracks.get(other)?.far)
      const heard = [this.tracks.get(id)?.near, ...others].filter((track) => track !== undefined)
      const out = context.createMediaStreamDestination()
      const sources = heard.map((track) => context.createMediaStreamSource(new MediaStream([track])))
      for (const source of sources) source.connect(out)
      this.options.port.mix(id, out.stream.getAudioTracks()[0])
      return () => {
        for (const source of sources) source.disconnect()
        for (const track of out.stream.getTracks()) track.stop()
      }
    })
    this.stopMix = () => {
      for (const stop of stops) stop()
    }
  }
}
