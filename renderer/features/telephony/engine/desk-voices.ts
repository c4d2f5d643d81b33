import type { SipPort } from './sip-port.ts'
import type { Voice } from './voice-routes.ts'

/** The tracks of all voices at this desk, as the port tells of them. */
export class DeskVoices {
  private readonly tracks = new Map<Voice, MediaStreamTrack>()
  private readonly listeners = new Set<() => void>()

  constructor(port: Pick<SipPort, 'subscribe'>) {
    port.subscribe((event) => {
      if (event.type === 'microphone') this.put(`near:${event.id}`, event.track)
      else if (event.type === 'audio') this.put(`far:${event.id}`, event.stream.getAudioTracks()[0])
      else if (event.type === 'gone') {
        this.tracks.delete(`near:${event.id}`)
        this.tracks.delete(`far:${event.id}`)
      }
    })
  }

  /** A voice has come, or another track has taken its place. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Those of the wanted voices that are there. */
  of(wanted: readonly Voice[]): ReadonlyMap<Voice, MediaStreamTrack> {
    return new Map(
      wanted.flatMap((voice) => {
        const track = this.tracks.get(voice)
        return track === undefined ? [] : [[voice, track] as const]
      }),
    )
  }

  private put(voice: Voice, track: MediaStreamTrack | undefined): void {
    if (track === undefined || this.tracks.get(voice) === track) return
    this.tracks.set(voice, track)
    for (const listener of this.listeners) listener()
  }
}
