import { planAppeals } from './appeal-plan.ts'
import { appealWriterOf } from './appeal-texts.ts'
import { appealMakerOf, type PlannedAppeal } from './appeals.ts'
import { batchesOf } from './batches.ts'
import { type CallSlot, planCalls } from './call-plan.ts'
import { storyTellerOf } from './call-stories.ts'
import { caseOf } from './cases.ts'
import { drawsOf } from './draws.ts'
import { frameOf } from './frame.ts'
import { namerOf } from './names.ts'
import { type House, houseOf } from './organisation.ts'
import type { PolyclinicBatch, PolyclinicOptions, PolyclinicRows } from './polyclinic.ts'
import { type Memory, memoryOf, registryOf } from './registry.ts'
import { scheduleOf } from './schedule.ts'
import { scriptWalkerOf } from './script-runs.ts'
import { COUNTS } from './shares.ts'

/** Experts have a third of the medical questions of the last weeks on their desks; in the small clinic all, or the desks would be empty. */
const EXPERT_SHARE = { full: 0.35, small: 1 } as const

/**
 * The synthetic polyclinic of DOMAIN §10, streamed: the organisation, its clinic and staff, the attached adults and a year of their
 * life. Pure: the same options give the same rows, whatever the machine and the hour.
 */
export function* generatePolyclinic(options: PolyclinicOptions): Generator<PolyclinicBatch> {
  const { seed, today, reference } = options
  const counts = COUNTS[options.size]
  const batches = batchesOf(counts.attached + counts.appeals + counts.calls)
  const house = houseOf(seed, today, reference)
  batches.add('organisation', house.organisation)
  batches.add('clinics', house.clinic)
  batches.add('slotDays', ...scheduleOf(drawsOf(seed, 'slots'), house.clinic, today))
  batches.add('users', ...house.users)
  yield* batches.all()

  const frame = frameOf(seed, counts, today, reference)
  const appeals = planAppeals(drawsOf(seed, 'appeals/plan'), counts, frame, today, reference.workingCalendar)
  const memory = memoryOf(options, new Set(appeals.map((appeal) => appeal.personIndex)))
  let index = 0
  for (const entry of registryOf(options, house, frame)) {
    if (entry.ours) {
      batches.add('persons', entry.made.person)
      batches.add('healthFacts', ...entry.facts)
      batches.add('informings', ...entry.informings)
      memory.remember(index, entry.made)
    } else batches.add('otherInsured', entry.other)
    index += 1
    yield* batches.whenFull()
  }
  const caseDraws = drawsOf(seed, 'cases')
  const caseIds = drawsOf(seed, 'ids/cases')
  for (const event of yearOf(options, house, appeals, memory)) {
    if (event.appeal) {
      batches.add('appeals', event.appeal)
      const theCase = caseOf(event.appeal, today, caseDraws, caseIds)
      if (theCase !== null) batches.add('complaintCases', theCase)
    }
    if (event.informing) batches.add('informings', event.informing)
    if (event.call) batches.add('calls', event.call)
    if (event.run) batches.add('scriptRuns', event.run)
    yield* batches.whenFull()
  }
  yield* batches.all()
}

interface YearEvent {
  readonly appeal?: PolyclinicRows['appeals']
  readonly call?: PolyclinicRows['calls']
  readonly run?: PolyclinicRows['scriptRuns'] | null
  readonly informing?: PolyclinicRows['informings'] | null
}

/** The appeals of the year in order of registration, then the calls of the last weeks. */
function* yearOf(
  options: PolyclinicOptions,
  house: House,
  planned: readonly PlannedAppeal[],
  memory: Memory,
): Generator<YearEvent> {
  const { seed, today, reference } = options
  const slots = planCalls({
    draws: drawsOf(seed, 'calls/plan'),
    ids: drawsOf(seed, 'ids/calls'),
    count: COUNTS[options.size].calls,
    appeals: planned,
    personOf: memory.person,
    invitees: memory.invitees,
    operators: house.staff.L1,
    today,
    calendar: reference.workingCalendar,
  })
  const slotOf = new Map<number, CallSlot>()
  for (const slot of slots) if (slot.about.story === 'appeal') slotOf.set(slot.about.appealIndex, slot)
  const appealMaker = appealMakerOf({
    draws: drawsOf(seed, 'appeals'),
    ids: drawsOf(seed, 'ids/appeals'),
    house,
    today,
    classifier: reference.classifier,
    texts: reference.appealTexts,
    writer: appealWriterOf(
      reference.appealTexts,
      reference.places.streets.map((street) => street.name),
    ),
    namer: namerOf(reference.names),
    expertShare: EXPERT_SHARE[options.size],
  })
  const taken = new Map<number, PolyclinicRows['appeals']>()
  for (const [index, plan] of planned.entries()) {
    const slot = slotOf.get(index)
    const appeal = appealMaker.make(plan, memory.person(plan.personIndex), slot ? callOf(slot) : null)
    if (slot) taken.set(index, appeal)
    yield { appeal }
  }
  const walker = scriptWalkerOf(reference.scripts, reference.callTexts)
  const teller = storyTellerOf(drawsOf(seed, 'calls'), drawsOf(seed, 'ids/stories'), walker, reference.callTexts)
  for (const slot of slots) {
    const appeal = slot.about.story === 'appeal' ? taken.get(slot.about.appealIndex) : undefined
    const plan = slot.about.story === 'appeal' ? planned[slot.about.appealIndex] : undefined
    const isKnown = appeal !== undefined && appeal.applicant.personId !== null
    yield teller.tell(slot, appeal ?? null, isKnown && plan ? memory.person(plan.personIndex) : null)
  }
}

function callOf(slot: CallSlot) {
  return { callId: slot.id, userId: slot.userId, source: slot.source }
}
