import type { CallParty, EndReason, PartyEvents, Refusal, ReofferAnswer, RingRequest } from './call-party.ts'
import { type CitizenMood, feel, moodAtPickUp, type Patience } from './citizen-behaviour.ts'
import type { CitizenMedia, CitizenMediaEvents, Heard } from './citizen-media.ts'
import type { Reaction } from './number-plan.ts'
import type { Voice } from './phrases.ts'
import type { Scheduler } from './scheduler.ts'

/** How often a citizen takes notice of what goes on. */
const NOTICE_MS = 100

export interface CitizenContext {
  readonly scheduler: Scheduler
  readonly createMedia: (events: CitizenMediaEvents, firstOffer?: string) => CitizenMedia
  readonly loadAudio: (phraseId: string) => Uint8Array
}

export interface CitizenFacts {
  readonly isHeld: boolean
  readonly keys: string
  readonly said: readonly string[]
  readonly sentPackets: number
  readonly heard: Heard
}

/** A robot on the telephone: rings a desk or is rung by it, speaks, listens, loses patience. Has no SIP, only SDP. */
export class Citizen implements CallParty {
  readonly isDesk = false
  readonly number: string
  events: PartyEvents | undefined
  private readonly context: CitizenContext
  private readonly voice: Voice | 'echo'
  private readonly patience: Patience
  private readonly reaction: Reaction
  private media: CitizenMedia | undefined
  /** Media towards the desk to which this citizen is being sent on, beside that of the talk. */
  private nextMedia: CitizenMedia | undefined
  private lastFacts: CitizenFacts | undefined
  private mood: CitizenMood | undefined
  private isSpeaking = false
  private isEnded = false
  private keys = ''
  private readonly said: string[] = []
  private stopTimer: () => void = () => undefined

  constructor(
    context: CitizenContext,
    options: {
      readonly number: string
      readonly voice: Voice | 'echo'
      readonly patience: Patience
      readonly reaction: Reaction
    },
  ) {
    this.context = context
    this.number = options.number
    this.voice = options.voice
    this.patience = options.patience
    this.reaction = options.reaction
  }

  get facts(): CitizenFacts {
    const heard = this.media?.heard() ?? { packets: 0, levelDb: -90, toneHz: 0 }
    return (
      this.lastFacts ?? {
        isHeld: this.media?.isHeld ?? false,
        keys: this.keys,
        said: this.said,
        sentPackets: this.media?.sentPackets ?? 0,
        heard,
      }
    )
  }

  /** Makes the offer with which this citizen calls a desk. A new offer for each desk that is tried. */
  async offer(): Promise<string> {
    this.media?.close()
    this.media = this.context.createMedia(this.mediaEvents())
    return this.media.createOffer()
  }

  /** Makes the offer with which this citizen, sent on by a desk, calls the next one; the talk goes on meanwhile. */
  async offerOnward(): Promise<string> {
    this.nextMedia?.close()
    this.nextMedia = this.context.createMedia(this.mediaEvents())
    return this.nextMedia.createOffer()
  }

  /** The next desk has answered, or will not: without an answer the talk stays where it was. */
  goOnward(answer: string | undefined): void {
    const { media, nextMedia } = this
    this.nextMedia = undefined
    if (answer === undefined || this.isEnded) {
      nextMedia?.close()
      return
    }
    this.media = nextMedia
    media?.close()
    this.accept(answer)
  }

  ring(request: RingRequest): void {
    const { reaction } = this
    if (reaction.kind === 'busy') {
      this.later(reaction.afterMs, () => this.finish(() => this.events?.refused({ status: 486, reason: 'Busy Here' })))
      return
    }
    this.events?.ringing(180)
    if (reaction.kind === 'answers') this.later(reaction.afterMs, () => void this.pickUp(request.offer))
  }

  progress(): void {}

  accept(sdp: string): void {
    this.media?.acceptAnswer(sdp).catch(() => this.fail())
  }

  refuse(_refusal: Refusal): void {
    this.finish(() => undefined)
  }

  reoffer(sdp: string, respond: (answer: ReofferAnswer) => void): void {
    const { media } = this
    if (media === undefined || this.isEnded) {
      respond({ ok: false, status: 481, reason: 'Call Does Not Exist' })
      return
    }
    media.answerOffer(sdp).then(
      (answer) => respond({ ok: true, sdp: answer }),
      () => respond({ ok: false, status: 488, reason: 'Not Acceptable Here' }),
    )
  }

  key(key: string): void {
    this.keys += key
  }

  end(_reason: EndReason): void {
    this.finish(() => undefined)
  }

  private async pickUp(offer: string): Promise<void> {
    try {
      this.media = this.context.createMedia(this.mediaEvents(), offer)
      if (this.voice === 'echo') this.media.echo()
      const answer = await this.media.answerOffer(offer)
      if (!this.isEnded) this.events?.answered(answer)
    } catch {
      this.finish(() => this.events?.refused({ status: 488, reason: 'Not Acceptable Here' }))
    }
  }

  private mediaEvents(): CitizenMediaEvents {
    return {
      onConnected: () => {
        this.stopTimer()
        this.isSpeaking = false
        this.mood = moodAtPickUp(this.context.scheduler.nowMs())
        if (this.voice !== 'echo') this.notice()
      },
      onFailed: () => this.fail(),
      onSaid: () => {
        this.isSpeaking = false
      },
      onKey: (key) => this.key(key),
    }
  }

  private notice(): void {
    const { media, mood, voice } = this
    if (this.isEnded || media === undefined || mood === undefined || voice === 'echo') return
    const seen = {
      nowMs: this.context.scheduler.nowMs(),
      levelDb: media.heard().levelDb,
      isHeld: media.isHeld,
      isSpeaking: this.isSpeaking,
    }
    const step = feel(mood, this.patience, seen)
    this.mood = step.mood
    if (step.action?.do === 'say') {
      const { id } = voice[step.action.what]
      this.isSpeaking = true
      this.said.push(id)
      media.say(this.context.loadAudio(id))
    } else if (step.action !== undefined) {
      this.leave(step.action.reason)
      return
    }
    this.later(NOTICE_MS, () => this.notice())
  }

  private fail(): void {
    this.leave('media-failed')
  }

  private leave(reason: EndReason): void {
    this.finish(() => this.events?.ended(reason))
  }

  private later(delayMs: number, action: () => void): void {
    this.stopTimer = this.context.scheduler.after(delayMs, () => {
      if (!this.isEnded) action()
    })
  }

  private finish(last: () => void): void {
    if (this.isEnded) return
    this.lastFacts = this.facts
    this.isEnded = true
    this.stopTimer()
    this.media?.close()
    this.nextMedia?.close()
    last()
  }
}
