import { closeContext } from './audio-context.ts'

/** Several voices as one stream of one channel that can be sent or recorded. */
export interface VoiceMix {
  readonly stream: MediaStream
  /** Exactly these are mixed from now on, by a name for each; a voice that stays is not touched. */
  setVoices(voices: ReadonlyMap<string, MediaStreamTrack>): void
  setSilenced(isSilenced: boolean): void
  stop(): void
}

/**
 * Mixes by Web Audio into one channel, without playing anything.
 * @param context the mix's own, closed with it: Chromium keeps every stream node, and the tracks of it, while its context runs
 */
export function mixVoices(context: AudioContext): VoiceMix {
  const out = context.createMediaStreamDestination()
  out.channelCount = 1
  const gate = context.createGain()
  gate.connect(out)
  const sources = new Map<string, { readonly track: MediaStreamTrack; readonly node: AudioNode }>()
  function setVoices(voices: ReadonlyMap<string, MediaStreamTrack>): void {
    for (const [name, { track, node }] of sources)
      if (voices.get(name) !== track) {
        node.disconnect()
        sources.delete(name)
      }
    for (const [name, track] of voices) {
      if (sources.has(name)) continue
      const node = context.createMediaStreamSource(new MediaStream([track]))
      node.connect(gate)
      sources.set(name, { track, node })
    }
  }
  void context.resume()
  return {
    stream: out.stream,
    setVoices,
    // At once and not faded: what is said from here on must not be heard even softly.
    setSilenced: (isSilenced) => gate.gain.setValueAtTime(isSilenced ? 0 : 1, context.currentTime),
    stop: () => {
      setVoices(new Map())
      gate.disconnect()
      for (const track of out.stream.getTracks()) track.stop()
      closeContext(context)
    },
  }
}
