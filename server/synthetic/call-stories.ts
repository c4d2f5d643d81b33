import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { ScriptMeaning } from '#shared/features/call-scripts/script.ts'
import { CUT_OFF } from '#shared/features/call-scripts/summary.ts'
import { type InsuredPerson, isDueAndNotPassed } from '#shared/features/insured-persons/person.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { type InformingId, newUuid, type ScriptRunId } from '#shared/kernel/ids.ts'
import type { CallSlot, InvitationEnding } from './call-plan.ts'
import { type CallMaker, callMakerOf } from './calls.ts'
import type { CallTextContent } from './content.ts'
import type { Draws } from './draws.ts'
import { informingOf } from './informings.ts'
import type { RunRequest, ScriptWalker } from './script-runs.ts'

/** A past call with what it left behind. */
export interface ToldCall {
  readonly call: Call
  readonly run: ScriptRun | null
  readonly informing: Informing | null
}

export interface StoryTeller {
  /** `appeal` and `person`: of a call that led to an appeal. */
  tell(slot: CallSlot, appeal: Appeal | null, person: InsuredPerson | null): ToldCall
}

interface Talk {
  readonly purpose: RunRequest['purpose']
  readonly choices: RunRequest['choices']
  readonly words: RunRequest['words']
  readonly results: readonly string[]
  readonly isComplaint: boolean
  readonly isCut?: boolean
}

interface Ending {
  readonly result: Call['result']
  readonly outcome: Call['outcome']
}

const NOT_TALKED: Readonly<Record<Exclude<InvitationEnding, 'talked'>, Ending>> = {
  noAnswer: { result: 'noAnswer', outcome: 'noAnswer' },
  busy: { result: 'busy', outcome: 'busy' },
  answeringMachine: { result: 'answered', outcome: 'answeringMachine' },
  wrongNumber: { result: 'answered', outcome: 'wrongNumber' },
}
const PASSING: Readonly<Record<'missed' | 'declined' | 'wrongNumber' | 'cutOff', Ending>> = {
  missed: { result: 'missed', outcome: null },
  declined: { result: 'declined', outcome: null },
  wrongNumber: { result: 'answered', outcome: 'wrongNumber' },
  cutOff: { result: 'answered', outcome: 'cutOff' },
}

/** Tells every planned call: its facts, the answers given by the script, and the informing that came of it. */
export function storyTellerOf(draws: Draws, ids: Draws, walker: ScriptWalker, texts: CallTextContent): StoryTeller {
  const maker = callMakerOf(draws, ids)

  function told(slot: CallSlot, person: InsuredPerson | null, ending: Ending, talk: Talk | null): ToldCall {
    const direction = slot.about.story === 'invitation' ? 'out' : 'in'
    const call = callOf(maker, slot, person, { ...ending, direction, note: draws.pick(texts.notes) })
    if (talk === null || call.answeredAt === null) return { call, run: null, informing: null }
    const from = Date.parse(call.answeredAt)
    const walked = walker.walk(draws, {
      id: newUuid<ScriptRunId>(from, ids.bytes),
      purpose: talk.purpose,
      callId: call.id,
      personId: person?.id ?? null,
      userId: slot.userId,
      from,
      to: Date.parse(call.endedAt),
      facts: {
        personKnown: person !== null,
        checkUpDue: person !== null && isDueAndNotPassed(person),
        inbound: direction === 'in',
        complaint: talk.isComplaint,
        online: true,
      },
      choices: talk.choices,
      words: talk.words,
      results: talk.results,
      ...(talk.isCut === undefined ? {} : { isCut: talk.isCut }),
    })
    if (walked === null) return { call, run: null, informing: null }
    const informing = person === null ? null : informingOfCall(call, person, walked.means)
    return { call, run: walked.run, informing }
  }

  function informingOfCall(call: Call, person: InsuredPerson, means: ScriptMeaning): Informing | null {
    if (means.informing === undefined || person.prevention.due === 'none') return null
    const at = Date.parse(call.endedAt)
    return informingOf({
      id: newUuid<InformingId>(at, ids.bytes),
      personId: person.id,
      way: '03',
      stage: person.prevention.due === 'checkUp' ? '101' : '201',
      result: means.informing,
      reason: means.informing === 'refused' ? (means.reason ?? 18) : null,
      repeatInDays: means.informing === 'willThink' ? (means.repeatInDays ?? 7) : null,
      callId: call.id,
      userId: call.userId,
      at,
    })
  }

  return {
    tell: (slot, appeal, person) => {
      const { about } = slot
      if (about.story === 'appeal') {
        const isCut = appeal?.result === 'cutOff'
        const ending: Ending = { result: 'answered', outcome: isCut ? 'cutOff' : 'appealRegistered' }
        return told(slot, person, ending, appeal === null ? null : isCut ? CUT_SHORT : talkOfAppeal(appeal))
      }
      if (about.story === 'passing') {
        const talks = { wrongNumber: WRONG_NUMBER, cutOff: CUT_SHORT, missed: null, declined: null } as const
        return told(slot, null, PASSING[about.ending], talks[about.ending])
      }
      if (about.ending !== 'talked')
        return notReached(told(slot, about.person, NOT_TALKED[about.ending], null), about.person)
      const talk = talkOfInvitation(about.person)
      const story = told(slot, about.person, { result: 'answered', outcome: 'resolved' }, talk)
      const isLater = story.run?.result === 'callLater' || story.run?.result === 'willThink'
      return isLater ? { ...story, call: { ...story.call, outcome: 'callBackPromised' } } : story
    },
  }

  function notReached(story: ToldCall, person: InsuredPerson): ToldCall {
    return { ...story, informing: informingOfCall(story.call, person, { informing: 'notReached' }) }
  }
}

function callOf(
  maker: CallMaker,
  slot: CallSlot,
  person: InsuredPerson | null,
  facts: Ending & { readonly direction: Call['direction']; readonly note: string },
): Call {
  const { id, offeredAt, talk, source, number } = slot
  const personId = facts.outcome === 'wrongNumber' && facts.direction === 'in' ? null : (person?.id ?? null)
  const { direction, result, outcome, note } = facts
  return maker.make({ id, offeredAt, talk, source, number, direction, result, outcome, personId }, slot.userId, note)
}

const WRONG_NUMBER: Talk = {
  purpose: 'inboundConsultation',
  choices: { verify: ['refused'], type: ['wrongNumber'] },
  words: {},
  results: ['wrongNumber'],
  isComplaint: false,
}

/** The line dropped in the middle. */
const CUT_SHORT: Talk = {
  purpose: 'inboundConsultation',
  choices: { verify: ['matched', 'refused'], urgent: ['no'] },
  words: {},
  results: [CUT_OFF],
  isComplaint: false,
  isCut: true,
}

/** Answers of the intake script that stand for the rows of form ПГ. */
const ABOUT: readonly (readonly [RegExp, string])[] = [
  [/^complaint\.7\.1\.6/, 'refusal'],
  [/^complaint\.7/, 'waiting'],
  [/^complaint\.13/, 'refusal'],
  [/^complaint\.15/, 'money'],
  [/^complaint\.11/, 'quality'],
  [/^complaint\.10/, 'rudeness'],
  [/^complaint\.12/, 'medicines'],
  [/^complaint\.[45]/, 'choice'],
  [/^complaint\.[89]/, 'conditions'],
]

function talkOfAppeal(appeal: Appeal): Talk {
  const isComplaint = appeal.kind === 'complaint'
  const isAnswered = appeal.result === 'answeredAtOnce'
  const type = appeal.kind === 'consultation' ? 'typical' : appeal.kind
  const isSelf = appeal.applicant.personId !== null
  return {
    purpose: 'inboundConsultation',
    choices: {
      verify: [isSelf ? 'matched' : appeal.applicant.anonymous ? 'refused' : 'other'],
      type: [type],
      answered: [isAnswered ? 'yes' : 'specialist'],
      'hand-over': ['taken', 'nobody'],
      about: [ABOUT.find(([theme]) => theme.test(appeal.themeCode))?.[1] ?? 'other'],
      urgent: ['no'],
      'form-of': ['oral'],
      'reply-by': ['phone', 'clinic'],
      clear: ['yes', 'yes', 'yes', 'more'],
      ready: ['yes', 'yes', 'think', 'passed', 'doubt'],
    },
    words: { question: appeal.text, listen: appeal.text, thanks: appeal.text },
    results: isComplaint ? ['complaintTaken'] : isAnswered ? ['answered'] : ['handedOver', 'callBackPromised'],
    isComplaint,
  }
}

const REASON_GROUPS: readonly (readonly [number, string])[] = [
  [5, 'personal'],
  [13, 'clinic'],
  [17, 'health'],
  [18, 'other'],
  [19, 'unwilling'],
  [20, 'unaware'],
]

/** The talk that left the person in the present state of preventive care. */
function talkOfInvitation(person: InsuredPerson): Talk {
  const { state, reason } = person.prevention
  const known: Record<string, readonly string[]> = { greeting: ['self', 'self', 'self', 'called'], verify: ['matched'] }
  const talk = { purpose: 'checkUpInvitation', words: {}, isComplaint: false } as const
  if (state === 'booked')
    return {
      ...talk,
      choices: {
        ...known,
        ready: ['yes', 'doubt'],
        'ready-again': ['yes'],
        booking: ['booked'],
        'when-come': ['morning', 'evening', 'saturday'],
      },
      results: ['booked'],
    }
  if (state === 'refused') {
    const code = reason ?? 19
    const group = REASON_GROUPS.find(([last]) => code <= last)?.[1] ?? 'other'
    return {
      ...talk,
      choices: {
        ...known,
        ready: ['refuse', 'doubt'],
        'ready-again': ['refuse'],
        reason: [group],
        [`reason-${group}`]: [String(code)],
      },
      results: ['refused'],
    }
  }
  return {
    ...talk,
    choices: {
      ...known,
      greeting: ['self', 'self', 'called', 'later'],
      ready: ['yes', 'think', 'doubt'],
      'ready-again': ['yes', 'think'],
      booking: ['self', 'help'],
    },
    results: ['agreed', 'willThink', 'callLater'],
  }
}
