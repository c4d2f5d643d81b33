import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import planFile from '../../../assets/reference/informing-plan.ru.json'
import rulesFile from '../../../assets/reference/preventive-care-rules.ru.json'
import { anId } from '../../builders/ids.ts'
import { attemptFacts, attemptStop, nextAttemptOn } from './attempts.ts'
import { capacityOn, portionLeft } from './day-capacity.ts'
import { type DueFilters, type DueQuery, dueEntries, dueList, withChanged } from './due-list.ts'
import { preventiveCareRules } from './eligibility.ts'
import type { Informing } from './informing.ts'
import { informingPlans, planOn } from './informing-plan.ts'
import { type PersonFacts, type PlannedPerson, STANDINGS, standingOf } from './standing.ts'

const RULES = preventiveCareRules.parse(rulesFile)
const PLANS = informingPlans.parse(planFile)
const TODAY = '2026-11-24'
const PLAN = planOn(TODAY, PLANS) as NonNullable<ReturnType<typeof planOn>>
const ALL: DueFilters = { standing: null, precinct: null, ageGroup: null, sex: null }

function person(n: number, more: Partial<PlannedPerson> = {}): PlannedPerson {
  return {
    id: anId(n),
    birthDate: '1957-03-14',
    sex: 'female',
    precinct: 1,
    status: 'attached',
    marks: [],
    priorityGround: null,
    prevention: { year: 2026, quarter: 4, state: 'notInvited', stage1On: null, stage2On: null, reason: null },
    consents: { informing: 'given' },
    ...more,
  }
}
const inState = (state: PlannedPerson['prevention']['state'], more = {}): PlannedPerson =>
  person(1, { prevention: { ...person(1).prevention, state, ...more } })
const standing = (it: PlannedPerson, facts: PersonFacts = {}, today = TODAY) =>
  standingOf(it, facts, today, RULES, PLAN)

function informing(result: Informing['result'], at: string, more: Partial<Informing> = {}): Informing {
  return {
    id: anId(900),
    personId: anId(1),
    way: '03',
    stage: '101',
    result,
    reason: result === 'refused' ? 1 : null,
    repeatOn: null,
    note: '',
    callId: null,
    userId: anId(7),
    at,
    ...more,
  }
}
const factsOf = (...list: Informing[]) => attemptFacts(list, TODAY, PLAN, (at) => at.slice(0, 10)).get(anId(1))

describe('[P1] where a person stands and why', () => {
  it('is to be informed with the reason of the rule, when nothing speaks against it', () => {
    expect(standing(person(1))).toEqual({
      standing: 'toInform',
      what: 'checkUp',
      why: { key: 'preventiveCare.why.yearlyFrom', args: { age: 69, from: 40 } },
    })
    expect(standing(person(1, { birthDate: '2003-06-06' }))).toMatchObject({ what: 'preventiveExamination' })
  })

  it.each(['moved', 'dead', 'insurerChanged'] as const)('has left the list when %s', (status) => {
    expect(standing(person(1, { status }))).toMatchObject({ standing: 'gone', what: null })
  })

  it('is out of the list after stage 1, with the day, and comes back for stage 2', () => {
    expect(standing(inState('stage1Done', { stage1On: '2026-03-02' }))).toMatchObject({
      standing: 'passed',
      why: { key: 'preventiveCare.why.passed', args: { date: '2026-03-02' } },
    })
    expect(standing(inState('sentToStage2', { stage1On: '2026-03-02' }))).toMatchObject({
      standing: 'toInform',
      what: 'stage2',
    })
    expect(standing(inState('stage2Done'))).toMatchObject({ standing: 'passed' })
  })

  it('what was passed in another year says nothing about this one', () => {
    expect(standing(inState('stage1Done', { stage1On: '2026-03-02' }), {}, '2027-02-01')).toMatchObject({
      standing: 'toInform',
    })
  })

  it('waits for its quarter of the plan, and for the age of the year', () => {
    expect(standing(inState('notInvited', { quarter: 4 }), {}, '2026-09-30')).toMatchObject({
      standing: 'later',
      why: { key: 'preventiveCare.why.quarterAhead', args: { quarter: 4 } },
    })
    expect(standing(inState('notInvited', { quarter: 4 }), {}, '2026-10-01').standing).toBe('toInform')
    expect(standing(person(1, { birthDate: '2009-01-01' })).standing).toBe('notDue')
  })

  it('[P12] is offered to nobody once the consent to informing is withdrawn', () => {
    expect(standing(person(1, { consents: { informing: 'withdrawn' } })).standing).toBe('noConsent')
    expect(standing(person(1, { consents: { informing: 'none' } })).standing).toBe('toInform')
  })

  it('[LEASE1] is somebody else’s work while it is held', () => {
    expect(standing(person(1), { holder: 'other' }).standing).toBe('inWork')
    expect(standing(person(1), { holder: 'me' }).standing).toBe('mine')
  })

  it('[P11] a visit ahead ends the work, a visit that failed begins it again', () => {
    expect(standing(person(1), { visit: { state: 'booked', on: TODAY } }).standing).toBe('visitAhead')
    expect(standing(person(1), { visit: { state: 'requested', on: null } }).standing).toBe('visitAhead')
    expect(standing(person(1), { visit: { state: 'booked', on: '2026-11-23' } }).standing).toBe('toInform')
    expect(standing(inState('noShow'), { visit: { state: 'noShow', on: '2026-11-20' } }).standing).toBe('toInform')
  })
})

describe('[P5] attempts', () => {
  it('are limited: three without an answer on different days, one a day', () => {
    const day = (n: number) => informing('notReached', `2026-11-2${n}T09:00:00.000Z`)
    expect(standing(person(1), { attempts: factsOf(day(1), day(2)) }).standing).toBe('toInform')
    expect(standing(person(1), { attempts: factsOf(day(1), day(2), day(3)) }).standing).toBe('exhausted')
    const today = factsOf(informing('notReached', `${TODAY}T09:00:00.000Z`))
    expect(attemptStop(undefined, PLAN)).toBeNull()
    expect(attemptStop(factsOf(day(1), day(2)), PLAN)).toBeNull()
    expect(attemptStop(factsOf(day(1), day(2), day(3)), PLAN)).toBe('series')
    expect(attemptStop(today, PLAN)).toBe('day')
    expect(standing(person(1), { attempts: today }).standing).toBe('later')
  })

  it('an answer between begins the series anew, also when it arrives out of order', () => {
    const list = [
      informing('notReached', '2026-11-20T09:00:00.000Z'),
      informing('notReached', '2026-11-22T09:00:00.000Z'),
      informing('willThink', '2026-11-21T09:00:00.000Z'),
    ]
    expect(factsOf(...list)).toMatchObject({ unanswered: 1, lastResult: 'notReached' })
  })

  it('who will think is asked again on the named day, who said yes is reminded, who refused is left alone', () => {
    expect(nextAttemptOn({ result: 'willThink', repeatOn: '2026-12-01' }, TODAY, PLAN)).toBe('2026-12-01')
    expect(nextAttemptOn({ result: 'willThink', repeatOn: null }, TODAY, PLAN)).toBe('2026-12-01')
    expect(nextAttemptOn({ result: 'agreed', repeatOn: null }, TODAY, PLAN)).toBe('2026-12-08')
    expect(nextAttemptOn({ result: 'refused', repeatOn: null }, TODAY, PLAN)).toBeNull()
    expect(standing(person(1), { attempts: factsOf(informing('refused', '2026-11-20T09:00:00.000Z')) }).standing).toBe(
      'refused',
    )
  })

  it('last year’s talks and other matters do not count', () => {
    expect(factsOf(informing('notReached', '2025-12-31T09:00:00.000Z'))).toBeUndefined()
    expect(factsOf(informing('notReached', `${TODAY}T09:00:00.000Z`, { stage: '301' }))).toBeUndefined()
  })
})

describe('[P4] the order of the list', () => {
  it('high risk, priority right, low mobility, then age groups with 21–36 first', () => {
    const people = [
      person(1),
      person(2, { birthDate: '1999-01-01' }),
      person(3, { marks: ['lowMobility'] }),
      person(4, { marks: ['priorityRight'] }),
      person(5, { marks: ['highCardiovascularRisk'] }),
      person(6, { marks: ['comorbid', 'highCardiovascularRisk'] }),
      person(7, { marks: ['comorbid'] }),
    ]
    const { rows } = dueList(people, { today: TODAY, filters: ALL, limit: 100, facts: [] }, RULES, PLAN)
    expect(rows.map(({ personId }) => people.findIndex((it) => it.id === personId) + 1)).toEqual([6, 5, 4, 3, 2, 1, 7])
    expect(rows.map(({ tier }) => tier)).toEqual([0, 0, 1, 2, 3, 3, 3])
  })

  it('is limited to what the clinic can take, on a working day with the evening, on a day off without', () => {
    const calendar = { holidays: new Set(['2026-11-04']), workingWeekends: new Set<string>() }
    const capacity = { weekday: 180, evening: 80, weekend: 120 }
    expect(capacityOn('2026-11-24', capacity, calendar)).toEqual({ daytime: 180, evening: 80, isDayOff: false })
    expect(capacityOn('2026-11-28', capacity, calendar)).toEqual({ daytime: 120, evening: 0, isDayOff: true })
    expect(capacityOn('2026-11-04', capacity, calendar)).toEqual({ daytime: 120, evening: 0, isDayOff: true })
    expect(portionLeft(capacityOn('2026-11-24', capacity, calendar), 255)).toBe(5)
    expect(portionLeft(capacityOn('2026-11-24', capacity, calendar), 300)).toBe(0)
  })
})

const anyPerson = fc.record({
  birthYear: fc.integer({ min: 1920, max: 2010 }),
  sex: fc.constantFrom('male' as const, 'female' as const),
  precinct: fc.integer({ min: 1, max: 4 }),
  status: fc.constantFrom('attached' as const, 'attached' as const, 'moved' as const),
  state: fc.constantFrom('notInvited' as const, 'stage1Done' as const, 'refused' as const, 'noShow' as const),
  marks: fc.subarray(['highCardiovascularRisk', 'comorbid', 'priorityRight', 'lowMobility']),
})
const anyFilters: fc.Arbitrary<DueFilters> = fc.record({
  standing: fc.constantFrom(null, 'toInform' as const, 'passed' as const, 'refused' as const),
  precinct: fc.constantFrom(null, 1, 2),
  ageGroup: fc.constantFrom(null, ...PLAN.ageGroups.map(({ code }) => code)),
  sex: fc.constantFrom(null, 'male' as const),
})

describe('[P1] counts agree with the list', () => {
  it('each count is the length of the list with that filter chosen', () => {
    fc.assert(
      fc.property(fc.array(anyPerson, { maxLength: 60 }), anyFilters, (made, filters) => {
        const people = made.map((it, index) =>
          person(index + 1, {
            birthDate: `${it.birthYear}-05-05`,
            sex: it.sex,
            precinct: it.precinct,
            status: it.status,
            marks: it.marks,
            prevention: { ...person(1).prevention, state: it.state },
          }),
        )
        const list = (other: Partial<DueFilters>) => {
          const query: DueQuery = { today: TODAY, filters: { ...filters, ...other }, limit: 1_000, facts: [] }
          return dueList(people, query, RULES, PLAN)
        }
        const { total, rows, counts } = list({})
        expect(rows).toHaveLength(total)
        for (const code of STANDINGS) expect(list({ standing: code }).total).toBe(counts.standing[code] ?? 0)
        for (const code of [1, 2, 3, 4]) expect(list({ precinct: code }).total).toBe(counts.precinct[code] ?? 0)
        for (const { code } of PLAN.ageGroups) expect(list({ ageGroup: code }).total).toBe(counts.ageGroup[code] ?? 0)
        for (const sex of ['male', 'female'] as const) expect(list({ sex }).total).toBe(counts.sex[sex] ?? 0)
      }),
      { numRuns: 60 },
    )
  })

  it('whoever changed or left stands where a list made anew would put them', () => {
    fc.assert(
      fc.property(fc.array(anyPerson, { maxLength: 40 }), fc.array(anyPerson, { maxLength: 12 }), (made, later) => {
        const personOf = (it: (typeof made)[number], n: number) =>
          person(n, { birthDate: `${it.birthYear}-05-05`, sex: it.sex, precinct: it.precinct, marks: it.marks })
        const before = made.map((it, index) => personOf(it, index + 1))
        // Every third is gone, the others are changed; some of them are new.
        const changed = new Map(
          later.map((it, index) => {
            const now = personOf(it, 3 * index + 1)
            return [now.id, index % 3 === 0 ? null : now] as const
          }),
        )
        const after = new Map<string, PlannedPerson>(before.map((it) => [it.id, it]))
        for (const [id, now] of changed) now === null ? after.delete(id) : after.set(id, now)
        const day = { today: TODAY, rules: RULES, plan: PLAN }
        expect(withChanged(dueEntries(before, day), changed, day)).toEqual(dueEntries(after.values(), day))
      }),
      { numRuns: 60 },
    )
  })

  it('every adult age stands in exactly one group', () => {
    for (let age = 18; age <= 110; age += 1)
      expect(PLAN.ageGroups.filter(({ from, to }) => age >= from && age <= to)).toHaveLength(1)
  })
})
