/** How long a robot citizen puts up with what, milliseconds. */
export interface Patience {
  /** Waits to be answered; then gives up ringing. */
  readonly ringMs: number
  /** Lets the desk greet before it speaks. */
  readonly greetingMs: number
  /** Hears nothing from the desk; at half of it asks whether it is heard, at the end hangs up. */
  readonly silenceMs: number
  /** Stays on hold. */
  readonly holdMs: number
  /** Talks; then says goodbye and hangs up. */
  readonly talkMs: number
}

export const USUAL_PATIENCE: Patience = {
  ringMs: 90_000,
  greetingMs: 1_500,
  silenceMs: 60_000,
  holdMs: 300_000,
  talkMs: 600_000,
}

/** Speech is louder than this, dB relative to full scale; a muted softphone sends digital silence. */
const HEARD_ABOVE_DB = -50

export type CitizenAction =
  | { readonly do: 'say'; readonly what: 'request' | 'prompt' | 'goodbye' }
  | { readonly do: 'hang-up'; readonly reason: 'heard-nothing' | 'held-too-long' | 'goodbye' }

export interface CitizenMood {
  readonly connectedAtMs: number
  readonly lastHeardAtMs: number
  readonly heldSinceMs: number | null
  readonly stage: 'greeting' | 'listening' | 'leaving' | 'gone'
  readonly hasPrompted: boolean
}

export function moodAtPickUp(nowMs: number): CitizenMood {
  return { connectedAtMs: nowMs, lastHeardAtMs: nowMs, heldSinceMs: null, stage: 'greeting', hasPrompted: false }
}

/** What the citizen notices between two looks at it. */
export interface Impression {
  readonly nowMs: number
  readonly levelDb: number
  readonly isHeld: boolean
  readonly isSpeaking: boolean
}

/** One step of the conversation: pure, asked a few times a second. */
export function feel(
  mood: CitizenMood,
  patience: Patience,
  seen: Impression,
): { readonly mood: CitizenMood; readonly action?: CitizenAction } {
  if (mood.stage === 'gone') return { mood }
  const heldSinceMs = seen.isHeld ? (mood.heldSinceMs ?? seen.nowMs) : null
  // time on hold is not silence: the clock of silence starts again with the talk
  const isHeardNow = seen.levelDb > HEARD_ABOVE_DB || seen.isHeld
  const next: CitizenMood = {
    ...mood,
    heldSinceMs,
    lastHeardAtMs: isHeardNow ? seen.nowMs : mood.lastHeardAtMs,
    hasPrompted: isHeardNow ? false : mood.hasPrompted,
  }
  const hangUp = (reason: 'heard-nothing' | 'held-too-long' | 'goodbye'): ReturnType<typeof feel> => ({
    mood: { ...next, stage: 'gone' },
    action: { do: 'hang-up', reason },
  })

  if (heldSinceMs !== null)
    return seen.nowMs - heldSinceMs >= patience.holdMs ? hangUp('held-too-long') : { mood: next }
  if (next.stage === 'leaving') return seen.isSpeaking ? { mood: next } : hangUp('goodbye')
  const silentMs = seen.nowMs - next.lastHeardAtMs
  if (silentMs >= patience.silenceMs) return hangUp('heard-nothing')
  if (seen.isSpeaking) return { mood: next }
  if (seen.nowMs - next.connectedAtMs >= patience.talkMs)
    return { mood: { ...next, stage: 'leaving' }, action: { do: 'say', what: 'goodbye' } }
  if (next.stage === 'greeting') {
    return seen.nowMs - next.connectedAtMs >= patience.greetingMs
      ? { mood: { ...next, stage: 'listening' }, action: { do: 'say', what: 'request' } }
      : { mood: next }
  }
  if (!next.hasPrompted && silentMs >= patience.silenceMs / 2)
    return { mood: { ...next, hasPrompted: true }, action: { do: 'say', what: 'prompt' } }
  return { mood: next }
}
