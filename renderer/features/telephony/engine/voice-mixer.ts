import type { DeskVoices } from './desk-voices.ts'
import type { SipPort } from './sip-port.ts'
import type { VoiceMix } from './voice-mix.ts'
import { type Talk, type Voice, voicesSent } from './voice-routes.ts'

export interface VoiceMixerOptions {
  readonly port: Pick<SipPort, 'mix'>
  readonly voices: DeskVoices
  readonly createMix: () => VoiceMix
}

/**
 * Conversations of more than two, mixed on the desk: each leg is sent what `voicesSent` names. No exchange has to know of it. The microphone goes on under
 * a mix, so that mute, hold and another microphone work as ever. [TEL96] [TEL100]
 */
export class VoiceMixer {
  private readonly options: VoiceMixerOptions
  private readonly mixes = new Map<string, VoiceMix>()
  private sent: ReadonlyMap<string, readonly Voice[]> = new Map()

  constructor(options: VoiceMixerOptions) {
    this.options = options
    options.voices.onChange(() => this.apply())
  }

  /** Mixes as this talk wants it; the same talk again changes nothing. */
  setTalk(talk: Talk): void {
    const sent = voicesSent(talk)
    if (JSON.stringify([...sent]) === JSON.stringify([...this.sent])) return
    this.sent = sent
    this.apply()
  }

  private apply(): void {
    const { port, voices, createMix } = this.options
    for (const [id, mix] of this.mixes) {
      if (this.sent.has(id)) continue
      port.mix(id, undefined)
      mix.stop()
      this.mixes.delete(id)
    }
    for (const [id, wanted] of this.sent) {
      const mix = this.mixes.get(id) ?? createMix()
      this.mixes.set(id, mix)
      mix.setVoices(voices.of(wanted))
      port.mix(id, mix.stream.getAudioTracks()[0])
    }
  }
}
