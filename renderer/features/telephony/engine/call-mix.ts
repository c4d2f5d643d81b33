/** Both voices of one call as one stream that can be recorded. */
export interface CallMix {
  readonly stream: MediaStream
  /** The microphone's track; another one takes its place. */
  setNear(track: MediaStreamTrack): void
  /** What comes from the other side; another stream takes its place. */
  setFar(stream: MediaStream): void
  setSilenced(isSilenced: boolean): void
  stop(): void
}

/** Mixes by Web Audio into one channel, without playing anything. */
export function mixCall(context: AudioContext): CallMix {
  const out = context.createMediaStreamDestination()
  out.channelCount = 1
  const gate = context.createGain()
  gate.connect(out)
  const sources: { near?: AudioNode; far?: AudioNode } = {}
  function put(side: 'near' | 'far', track: MediaStreamTrack | undefined): void {
    sources[side]?.disconnect()
    delete sources[side]
    if (track === undefined) return
    const source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(gate)
    sources[side] = source
  }
  void context.resume()
  return {
    stream: out.stream,
    setNear: (track) => put('near', track),
    setFar: (stream) => put('far', stream.getAudioTracks()[0]),
    // At once and not faded: what is said from here on must not be heard even softly.
    setSilenced: (isSilenced) => gate.gain.setValueAtTime(isSilenced ? 0 : 1, context.currentTime),
    stop: () => {
      put('near', undefined)
      put('far', undefined)
      gate.disconnect()
      for (const track of out.stream.getTracks()) track.stop()
    },
  }
}
