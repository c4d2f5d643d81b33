import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { AppealClassifier, AppealKind } from '#shared/features/appeals/classifier.ts'
import { formatRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { lineOf } from '#shared/kernel/actor.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type AppealId, type CallId, newUuid, type UserId } from '#shared/kernel/ids.ts'
import type { AppealWriter, WrittenAppeal } from './appeal-texts.ts'
import type { AppealTextContent } from './content.ts'
import { type Draws, lotteryOf } from './draws.ts'
import { DAY_MS } from './frame.ts'
import type { Namer } from './names.ts'
import type { House } from './organisation.ts'
import { moscowDate } from './working-time.ts'

/** An appeal as planned before the people are written. */
export interface PlannedAppeal {
  readonly at: number
  readonly kind: AppealKind
  readonly form: Appeal['form']
  readonly channel: Appeal['channel']
  /** Position of the person in the clinic. */
  readonly personIndex: number
  /** Still worked on whatever its age, overdue if need be. */
  readonly isKeptOpen: boolean
}

export interface AppealMakerInput {
  readonly draws: Draws
  readonly ids: Draws
  readonly house: House
  readonly today: LocalDate
  readonly classifier: AppealClassifier
  readonly texts: AppealTextContent
  readonly writer: AppealWriter
  readonly namer: Namer
  /** Share of the recent medical questions that wait at the experts. */
  readonly expertShare: number
}

/** What the call during which the appeal was taken decides about it. */
export interface CallOfAppeal {
  readonly callId: CallId
  readonly userId: UserId
  readonly source: Appeal['source']
}

export interface AppealMaker {
  make(plan: PlannedAppeal, person: InsuredPerson, call: CallOfAppeal | null): Appeal
}

/** Appeals younger than this are open as often as `expertShare` says. */
const RECENT_DAYS = 21
const ANSWER_DAYS = 30
const JUSTIFIED = 0.45
const FORWARDED_THEMES = ['complaint.17', 'application.3.6.1']
const SOURCES = lotteryOf([
  ['direct', 76],
  ['fundContactCentre', 20],
  ['dispatchService', 4],
] as const)

/** Makes the appeals of a year; they must come in order of time, because numbers are given in order of registration (rule NUM1). */
export function appealMakerOf(input: AppealMakerInput): AppealMaker {
  const { draws, house, texts } = input
  const medical = new Set(input.classifier.rows.filter((row) => row.medicalCare).map((row) => row.code))
  const codes = new Set(input.classifier.rows.map((row) => row.code))
  const { staff } = house
  const serials = new Map<number, number>()

  function nextNumber(at: number): string {
    const year = Number(moscowDate(at).slice(0, 4))
    const serial = (serials.get(year) ?? 0) + 1
    serials.set(year, serial)
    return formatRegistrationNumber({ journal: house.organisation.journal, year, serial })
  }

  return {
    make: (plan, person, call) => {
      const applicant = drawApplicant(input, plan, person)
      const written = input.writer.write(draws, plan.kind, applicant.sex)
      if (!codes.has(written.themeCode)) throw new Error(`Theme ${written.themeCode} is not in the classifier`)
      const role = takerOf(plan)
      const intakeLine = lineOf(role)
      const takenBy = call?.userId ?? draws.pick(staff[role])
      const isMedical = medical.has(written.themeCode)
      const work = drawWork(input, plan, written, { intakeLine, isMedical })
      const isAssigned = work.result !== 'answeredAtOnce' && work.state !== 'registered'
      const assignee =
        work.result === 'takenIntoWork' ? takenBy : draws.pick(staff[work.reviewLine === 3 ? 'L3' : 'L2'])
      return {
        id: newUuid<AppealId>(plan.at, input.ids.bytes),
        number: nextNumber(plan.at),
        form: plan.form,
        channel: plan.channel,
        source: sourceOf(draws, plan, call),
        kind: plan.kind,
        themeCode: written.themeCode,
        classifierVersion: input.classifier.version,
        applicant: applicant.record,
        concernsId: applicant.concernsId,
        clinicId: plan.kind === 'complaint' || (isMedical && draws.chance(0.6)) ? house.clinic.id : null,
        text: applicant.opening === '' ? written.text : `${applicant.opening} ${written.text}`,
        result: work.result,
        resultText: work.resultText,
        state: work.state,
        intakeLine,
        reviewLine: work.reviewLine,
        takenBy,
        assignedTo: isAssigned ? assignee : null,
        callId: call?.callId ?? null,
        registeredAt: toInstant(plan.at),
        receivedAt: toInstant(plan.at + draws.between(200, 2_500)),
        answerBy: plan.form === 'written' ? addDays(moscowDate(plan.at), ANSWER_DAYS) : null,
        closedAt: work.closedAt,
        justified: plan.kind === 'complaint' && work.closedAt !== null ? draws.chance(JUSTIFIED) : null,
      }
    },
  }

  function drawWork(
    { today, expertShare }: AppealMakerInput,
    plan: PlannedAppeal,
    written: WrittenAppeal,
    { intakeLine, isMedical }: { intakeLine: 1 | 2 | 3; isMedical: boolean },
  ): Pick<Appeal, 'result' | 'reviewLine' | 'state' | 'closedAt' | 'resultText'> {
    const ageDays = (Date.parse(today) - plan.at) / DAY_MS
    if (FORWARDED_THEMES.includes(written.themeCode)) {
      const sentAt = plan.at + draws.between(1, 5) * DAY_MS
      const isSent = sentAt < Date.parse(today) - DAY_MS
      return {
        result: 'takenIntoWork',
        reviewLine: intakeLine,
        state: isSent ? 'forwarded' : 'inWork',
        closedAt: isSent ? toInstant(sentAt) : null,
        resultText: isSent ? written.result : '',
      }
    }
    if (plan.form === 'oral' && draws.chance(0.01))
      return {
        result: 'cutOff',
        reviewLine: intakeLine,
        state: 'closed',
        closedAt: toInstant(plan.at),
        resultText: draws.pick(texts.cutOff),
      }
    const reviewLine = reviewLineOf(draws, plan, written, { isMedical, ageDays, expertShare })
    if (reviewLine === null)
      return {
        result: 'answeredAtOnce',
        reviewLine: intakeLine,
        state: 'closed',
        closedAt: toInstant(plan.at),
        resultText: written.result,
      }
    const result = reviewLine === intakeLine ? 'takenIntoWork' : 'handedOver'
    const days = reviewLine === 3 ? draws.between(12, plan.form === 'written' ? 30 : 27) : draws.between(1, 9)
    const closedAt = plan.at + days * DAY_MS - draws.between(0, 4 * 3_600_000)
    if (!plan.isKeptOpen && closedAt < Date.parse(today) - DAY_MS / 8) {
      const state = plan.form === 'written' && draws.chance(0.3) ? 'answered' : 'closed'
      return { result, reviewLine, state, closedAt: toInstant(closedAt), resultText: written.result }
    }
    const isFresh = ageDays < 1.5 && draws.chance(0.5)
    return {
      result,
      reviewLine,
      state: isFresh ? 'registered' : draws.chance(0.35) ? 'waiting' : 'inWork',
      closedAt: null,
      resultText: draws.pick(isFresh ? texts.handedOver : texts.inWork),
    }
  }
}

/** The line that goes on with an appeal, null when it was answered at once (DOMAIN §2.6). */
function reviewLineOf(
  draws: Draws,
  plan: PlannedAppeal,
  written: WrittenAppeal,
  facts: { readonly isMedical: boolean; readonly ageDays: number; readonly expertShare: number },
): 2 | 3 | null {
  if (plan.kind === 'gratitude' || plan.kind === 'proposal') return null
  if (plan.form === 'written') return plan.kind === 'application' ? 2 : 3
  if (facts.isMedical && facts.ageDays < RECENT_DAYS && draws.chance(facts.expertShare)) return 3
  if (plan.kind === 'complaint') return /^complaint\.(11|15)\./.test(written.themeCode) ? 3 : 2
  if (plan.kind === 'application') return draws.chance(0.55) ? 2 : null
  if (!draws.chance(0.1)) return null
  return facts.isMedical && draws.chance(0.4) ? 3 : 2
}

function takerOf(plan: PlannedAppeal): 'L1' | 'L2' | 'L3' {
  if (['visit', 'clinicPost', 'representative'].includes(plan.channel)) return 'L2'
  return plan.form === 'written' ? 'L3' : 'L1'
}

function sourceOf(draws: Draws, plan: PlannedAppeal, call: CallOfAppeal | null): Appeal['source'] {
  if (call !== null) return call.source
  if (plan.channel === 'fundForwarded') return 'fundContactCentre'
  return plan.channel === 'phone' ? SOURCES.draw(draws) : 'direct'
}

interface DrawnApplicant {
  readonly record: Appeal['applicant']
  readonly concernsId: Appeal['concernsId']
  readonly sex: 'male' | 'female'
  readonly opening: string
}

/** Mostly the person; now and then a relative, somebody who is not in the registry, or nobody who gives a name. */
function drawApplicant(input: AppealMakerInput, plan: PlannedAppeal, person: InsuredPerson): DrawnApplicant {
  const { draws, namer } = input
  const who = draws.unit()
  const phone = person.phones.find((item) => item.valid)?.number ?? null
  const unnamed = { contactId: null, personId: null, anonymous: false, phone: null }
  if (who < 0.015 && plan.form === 'oral' && plan.kind !== 'application')
    return { record: { ...unnamed, anonymous: true, name: '' }, concernsId: null, sex: person.sex, opening: '' }
  if (who >= 0.12)
    return {
      record: { ...unnamed, personId: person.id, name: fullName(person), phone },
      concernsId: person.id,
      sex: person.sex,
      opening: '',
    }
  const relative = draws.pick(input.texts.relatives)
  const isRelative = who < 0.085
  const sex = isRelative ? relative.sex : person.sex
  const name = fullName(namer.name(draws, namer.family(draws), sex, draws.between(1960, 2000)))
  return {
    record: { ...unnamed, name, phone: isRelative ? phone : null },
    concernsId: isRelative ? person.id : null,
    sex,
    opening: isRelative ? relative.text : '',
  }
}
