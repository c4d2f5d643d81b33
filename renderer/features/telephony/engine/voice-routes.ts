import type { ListeningMode } from '#shared/features/telephony/listening.ts'

/** A voice at this desk: the microphone as one call has it, or what comes from the far side of a leg. */
export type Voice = `near:${string}` | `far:${string}`

/** A supervisor on a leg of her own, and in which call she takes part. */
export interface ListeningLeg {
  readonly id: string
  readonly callId: string
  readonly mode: ListeningMode
}

export interface Talk {
  /** Calls that are one conversation; fewer than two are none. */
  readonly conference: readonly string[]
  readonly listeners: readonly ListeningLeg[]
}

/** Calls that hear each other with this one, itself among them. */
function talkOf({ conference }: Talk, callId: string): readonly string[] {
  return conference.length > 1 && conference.includes(callId) ? conference : [callId]
}

/** Far voices of supervisors who take part in the talk of a call and are heard by all of it. */
function joined({ listeners }: Talk, talk: readonly string[], except?: string): readonly Voice[] {
  return listeners
    .filter(({ id, callId, mode }) => mode === 'join' && id !== except && talk.includes(callId))
    .map(({ id }) => `far:${id}` as const)
}

/**
 * What is sent on each leg that needs a mix; every other leg is sent the microphone alone. A supervisor hears what the far side hears of the desk,
 * so that muting and holding hold for her too. [TEL96] [TEL100]
 */
export function voicesSent(talk: Talk): ReadonlyMap<string, readonly Voice[]> {
  const sent = new Map<string, readonly Voice[]>()
  const calls = new Set([...talk.conference, ...talk.listeners.map(({ callId }) => callId)])
  for (const id of calls) {
    const others = talkOf(talk, id).filter((other) => other !== id)
    const heard = [...others.map((other) => `far:${other}` as const), ...joined(talk, talkOf(talk, id))]
    if (heard.length > 0) sent.set(id, [`near:${id}`, ...heard])
  }
  for (const { id, callId } of talk.listeners) {
    const members = talkOf(talk, callId)
    const heard = members.map((member) => `far:${member}` as const)
    sent.set(id, [`near:${callId}`, ...heard, ...joined(talk, members, id)])
  }
  return sent
}

/** What belongs into the recording of a call: everybody whom its far side hears, and itself. A whisper does not. [TEL80] */
export function voicesRecorded(talk: Talk, callId: string): readonly Voice[] {
  return [`far:${callId}`, ...(voicesSent(talk).get(callId) ?? [`near:${callId}`])]
}
