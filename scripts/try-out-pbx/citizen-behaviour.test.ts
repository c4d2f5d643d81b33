import { describe, expect, it } from 'vitest'
import { type CitizenAction, feel, type Impression, moodAtPickUp, type Patience } from './citizen-behaviour.ts'

const PATIENCE: Patience = { ringMs: 30_000, greetingMs: 1_500, silenceMs: 20_000, holdMs: 60_000, talkMs: 120_000 }
const STEP_MS = 100

/** Runs a conversation; `seen` says what the citizen notices at a second. Returns each action with its second. */
function converse(
  seconds: number,
  seen: (second: number) => Partial<Impression>,
): Array<readonly [second: number, what: string]> {
  const actions: Array<readonly [number, string]> = []
  let mood = moodAtPickUp(0)
  let speakingUntilMs = 0
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += STEP_MS) {
    const step = feel(mood, PATIENCE, {
      nowMs,
      levelDb: -90,
      isHeld: false,
      isSpeaking: nowMs < speakingUntilMs,
      ...seen(nowMs / 1000),
    })
    mood = step.mood
    const action: CitizenAction | undefined = step.action
    if (action !== undefined) actions.push([nowMs / 1000, action.do === 'say' ? action.what : action.reason])
    if (action?.do === 'say') speakingUntilMs = nowMs + 3_000
  }
  return actions
}

describe('a robot citizen', () => {
  it('lets the desk greet, then says what it wants, and hears a desk that talks', () => {
    expect(converse(60, () => ({ levelDb: -20 }))).toEqual([[1.5, 'request']])
  })

  it('asks whether it is heard, then hangs up on a desk that stays silent', () => {
    expect(converse(60, () => ({}))).toEqual([
      [1.5, 'request'],
      [10, 'prompt'],
      [20, 'heard-nothing'],
    ])
  })

  it('is content again as soon as it hears the desk', () => {
    const actions = converse(45, (second) => ({ levelDb: second > 15 && second < 25 ? -20 : -90 }))
    expect(actions).toEqual([
      [1.5, 'request'],
      [10, 'prompt'],
      [34.9, 'prompt'],
      [44.9, 'heard-nothing'],
    ])
  })

  it('waits on hold longer than in silence, but not for ever', () => {
    const held = (second: number): Partial<Impression> => (second < 5 ? { levelDb: -20 } : { isHeld: true })
    expect(converse(64, held)).toEqual([[1.5, 'request']])
    expect(converse(66, held).at(-1)).toEqual([65, 'held-too-long'])
  })

  it('says goodbye when it has talked long enough, finishes the words, and hangs up', () => {
    expect(converse(130, () => ({ levelDb: -20 })).slice(-2)).toEqual([
      [120, 'goodbye'],
      [123, 'goodbye'],
    ])
  })
})
