import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  countTerm,
  extensionProblem,
  legalTermRules,
  ruleInForce,
  type TermChanges,
  urgencyOf,
} from '#shared/kernel/legal-term.ts'
import { must } from '#shared/kernel/result.ts'
import { workingCalendarFile, workingCalendarOf } from '#shared/kernel/working-calendar.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../assets/reference', name), 'utf8'))
const rules = legalTermRules.parse(read('legal-terms.ru.json'))
const calendar = workingCalendarOf(workingCalendarFile.parse(read('working-calendar.ru.json')))
const ruleOf = (code: string) => must(ruleInForce(rules, code, '2026-11-24'), code)

const until = (...pauses: readonly (readonly [string, string])[]): TermChanges => ({
  pauses: pauses.map(([from, to]) => ({ from, to })),
})

/** Counted by hand on paper calendars of 2023–2027: rule, day of the event, last day, last working day to act, what the row shows. */
const TABLE: readonly [string, string, string, string, string, TermChanges?][] = [
  ['answer', '2026-11-24', '2026-12-24', '2026-12-24', 'an ordinary month of 30 days'],
  ['answer', '2026-11-25', '2026-12-25', '2026-12-25', 'ends on a Friday'],
  ['answer', '2026-11-26', '2026-12-26', '2026-12-25', 'ends on a Saturday: the date stays, act on Friday'],
  ['answer', '2026-11-27', '2026-12-27', '2026-12-25', 'ends on a Sunday'],
  ['answer', '2026-11-28', '2026-12-28', '2026-12-28', 'registered on a Saturday'],
  ['answer', '2026-12-01', '2026-12-31', '2026-12-30', 'ends on a transferred day off'],
  ['answer', '2026-12-02', '2027-01-01', '2026-12-30', 'ends on New Year’s Day'],
  ['answer', '2026-12-09', '2027-01-08', '2026-12-30', 'ends on the last of the January holidays'],
  ['answer', '2026-12-10', '2027-01-09', '2026-12-30', 'ends on the weekend behind the January holidays'],
  ['answer', '2026-12-12', '2027-01-11', '2027-01-11', 'ends on the first working day of the year'],
  ['answer', '2026-01-29', '2026-02-28', '2026-02-27', 'the last of a short February'],
  ['answer', '2026-01-30', '2026-03-01', '2026-02-27', 'over the end of a short February'],
  ['answer', '2024-01-30', '2024-02-29', '2024-02-29', 'ends on the leap day'],
  ['answer', '2024-01-31', '2024-03-01', '2024-03-01', 'the day after the leap day'],
  ['answer', '2024-02-01', '2024-03-02', '2024-03-01', 'a whole February of 29 days'],
  ['answer', '2025-02-01', '2025-03-03', '2025-03-03', 'a whole February of 28 days'],
  ['answer', '2024-02-29', '2024-03-30', '2024-03-29', 'registered on the leap day'],
  ['answer', '2023-12-31', '2024-01-30', '2024-01-30', 'registered on the last day of a year'],
  ['answer', '2025-04-09', '2025-05-09', '2025-05-07', 'two holidays before the date'],
  ['answer', '2025-10-05', '2025-11-04', '2025-11-01', 'the last working day is a working Saturday'],
  ['answer', '2024-10-04', '2024-11-03', '2024-11-02', 'a working Saturday right before'],
  ['answer', '2024-11-29', '2024-12-29', '2024-12-28', 'a working Saturday at the end of the year'],
  ['answer', '2024-12-01', '2024-12-31', '2024-12-28', 'transferred days off at the end of the year'],
  ['answer', '2024-03-28', '2024-04-27', '2024-04-27', 'ends on a working Saturday'],
  ['answer', '2026-05-13', '2026-06-12', '2026-06-11', 'ends on a holiday in the week'],
  ['answer', '2026-02-07', '2026-03-09', '2026-03-06', 'ends on a Monday transferred from a Sunday'],
  ['answer', '2026-11-24', '2027-01-23', '2027-01-22', 'extended by 30 days', { extendedBy: 30 }],
  ['answer', '2026-11-24', '2026-12-25', '2026-12-25', 'extended by one day', { extendedBy: 1 }],
  ['answer', '2026-01-30', '2026-03-31', '2026-03-31', 'extended over a short February', { extendedBy: 30 }],
  ['answer', '2024-01-30', '2024-03-30', '2024-03-29', 'extended from the leap day', { extendedBy: 30 }],
  ['answer', '2026-12-01', '2027-01-10', '2026-12-30', 'extended into the holidays', { extendedBy: 10 }],
  [
    'answer',
    '2026-11-24',
    '2026-12-24',
    '2026-12-24',
    'waiting does not stop the answer',
    until(['2026-12-01', '2026-12-10']),
  ],
  ['register', '2026-11-24', '2026-11-27', '2026-11-27', 'three days within the week'],
  ['register', '2026-11-26', '2026-11-29', '2026-11-27', 'three days into the weekend'],
  ['register', '2026-12-30', '2027-01-02', '2026-12-30', 'received before the holidays'],
  ['register', '2024-02-27', '2024-03-01', '2024-03-01', 'over the leap day'],
  ['register', '2026-02-27', '2026-03-02', '2026-03-02', 'over the end of a short February'],
  ['register', '2025-12-31', '2026-01-03', '2025-12-30', 'received on the last day of the year'],
  ['forward', '2026-11-24', '2026-12-01', '2026-12-01', 'a week'],
  ['forward', '2026-10-28', '2026-11-04', '2026-11-03', 'ends on the Day of Unity'],
  ['forward', '2024-02-22', '2024-02-29', '2024-02-29', 'ends on the leap day'],
  ['forward', '2026-12-25', '2027-01-01', '2026-12-30', 'ends on New Year’s Day'],
  ['forward', '2026-05-02', '2026-05-09', '2026-05-08', 'ends on a Saturday that is a holiday'],
  ['forward', '2025-06-06', '2025-06-13', '2025-06-11', 'ends on a transferred day off after a holiday'],
  ['unreadable', '2026-02-16', '2026-02-23', '2026-02-20', 'ends on a holiday after a weekend'],
  ['clinicRecords', '2026-11-23', '2026-11-30', '2026-11-30', 'sent on a Monday'],
  ['clinicRecords', '2026-11-24', '2026-12-01', '2026-12-01', 'sent on a Tuesday'],
  ['clinicRecords', '2026-11-27', '2026-12-04', '2026-12-04', 'sent on a Friday'],
  ['clinicRecords', '2026-11-28', '2026-12-04', '2026-12-04', 'sent on a Saturday: the same as on Friday'],
  ['clinicRecords', '2026-11-29', '2026-12-04', '2026-12-04', 'sent on a Sunday'],
  ['clinicRecords', '2026-10-30', '2026-11-09', '2026-11-09', 'a holiday in the middle of the week'],
  ['clinicRecords', '2026-12-29', '2027-01-14', '2027-01-14', 'one day before the holidays, four after'],
  ['clinicRecords', '2026-12-30', '2027-01-15', '2027-01-15', 'all five days after the holidays'],
  ['clinicRecords', '2025-12-30', '2026-01-16', '2026-01-16', 'twelve days off in a row'],
  ['clinicRecords', '2024-04-26', '2024-05-07', '2024-05-07', 'a working Saturday, then the May holidays'],
  ['clinicRecords', '2024-05-07', '2024-05-16', '2024-05-16', 'Victory Day with a transferred Friday'],
  ['clinicRecords', '2024-11-01', '2024-11-08', '2024-11-08', 'a working Saturday counts'],
  ['clinicRecords', '2024-12-27', '2025-01-14', '2025-01-14', 'a working Saturday, then the year ends'],
  ['clinicRecords', '2025-10-30', '2025-11-07', '2025-11-07', 'a working Saturday on the first of the month'],
  ['clinicRecords', '2025-04-30', '2025-05-13', '2025-05-13', 'two groups of holidays in one term'],
  ['clinicRecords', '2024-02-22', '2024-03-01', '2024-03-01', 'a holiday and the leap day'],
  ['clinicRecords', '2025-02-21', '2025-02-28', '2025-02-28', 'a holiday that falls on a Sunday'],
  ['clinicRecords', '2026-02-20', '2026-03-02', '2026-03-02', 'a holiday on Monday, over a short February'],
  ['clinicRecords', '2026-03-06', '2026-03-16', '2026-03-16', 'a holiday transferred to Monday'],
  ['clinicRecords', '2026-05-08', '2026-05-18', '2026-05-18', 'Victory Day transferred to Monday'],
  ['clinicRecords', '2026-06-11', '2026-06-19', '2026-06-19', 'a holiday on Friday'],
  ['clinicRecords', '2027-04-30', '2027-05-11', '2027-05-11', 'two transferred Mondays'],
  [
    'clinicRecords',
    '2026-11-23',
    '2026-12-02',
    '2026-12-02',
    'two days of waiting',
    until(['2026-11-25', '2026-11-26']),
  ],
  [
    'clinicRecords',
    '2026-11-23',
    '2026-11-30',
    '2026-11-30',
    'waiting on a weekend',
    until(['2026-11-28', '2026-11-29']),
  ],
  [
    'clinicRecords',
    '2026-11-23',
    '2026-12-01',
    '2026-12-01',
    'waiting on the last day',
    until(['2026-11-30', '2026-11-30']),
  ],
  [
    'clinicRecords',
    '2026-11-23',
    '2026-11-30',
    '2026-11-30',
    'waiting after the end',
    until(['2026-12-01', '2026-12-03']),
  ],
  [
    'clinicRecords',
    '2026-11-23',
    '2026-12-01',
    '2026-12-01',
    'waiting begun before',
    until(['2026-11-20', '2026-11-24']),
  ],
  [
    'clinicRecords',
    '2026-11-23',
    '2026-12-02',
    '2026-12-02',
    'waiting twice',
    until(['2026-11-24', '2026-11-24'], ['2026-11-27', '2026-11-27']),
  ],
  ['objections', '2026-11-24', '2026-12-08', '2026-12-08', 'ten working days'],
  ['objections', '2026-12-21', '2027-01-13', '2027-01-13', 'ten working days over the year end'],
  ['actSending', '2026-12-24', '2027-01-11', '2027-01-11', 'the fifth day is the first of the year'],
]

describe('legal terms against a table counted by hand @E1', () => {
  it.each(TABLE.map(([code, start, due, actBy, what, changes]) => ({ code, start, due, actBy, what, changes })))(
    '$code from $start ends on $due, act by $actBy: $what',
    ({ code, start, due, actBy, changes }) => {
      const term = countTerm(ruleOf(code), start, calendar, changes)
      expect([term.due, term.actBy]).toEqual([due, actBy])
    },
  )

  it('has at least sixty rows', () => expect(TABLE.length).toBeGreaterThanOrEqual(60))

  it.each([
    ['next', '2026-11-27', '2026-12-28'],
    ['previous', '2026-11-27', '2026-12-25'],
    ['next', '2026-12-01', '2027-01-11'],
    ['previous', '2026-12-10', '2026-12-30'],
    ['next', '2026-11-24', '2026-12-24'],
  ] as const)('a rule may say that a day off moves the end to the %s working day: %s → %s', (onDayOff, start, due) => {
    const term = countTerm({ ...ruleOf('answer'), onDayOff }, start, calendar)
    expect(term.due).toBe(due)
    expect(term.why.movedFrom === null).toBe(due === '2026-12-24')
  })
})

describe('why this date', () => {
  it('names the days that were left out and why', () => {
    const { why } = countTerm(ruleOf('clinicRecords'), '2026-10-30', calendar)
    expect(why.skipped).toEqual([
      { on: '2026-10-31', because: 'weekend' },
      { on: '2026-11-01', because: 'weekend' },
      { on: '2026-11-04', because: 'holiday' },
      { on: '2026-11-07', because: 'weekend' },
      { on: '2026-11-08', because: 'weekend' },
    ])
    expect(why.workedWeekends).toEqual([])
    expect(why.unconfirmedYears).toEqual([])
  })

  it('names working Saturdays, waiting that was left out and waiting that does not count', () => {
    expect(countTerm(ruleOf('clinicRecords'), '2024-11-01', calendar).why.workedWeekends).toEqual(['2024-11-02'])
    expect(
      countTerm(ruleOf('clinicRecords'), '2026-11-23', calendar, until(['2026-11-25', '2026-11-26'])).why.pausedDays,
    ).toBe(2)
    const { why } = countTerm(ruleOf('answer'), '2026-11-24', calendar, until(['2026-12-01', '2026-12-10']))
    expect([why.pausedDays, why.isPauseIgnored]).toEqual([0, true])
  })

  it('says when the transferred days of a year are not entered yet', () => {
    expect(countTerm(ruleOf('answer'), '2026-12-10', calendar).why.unconfirmedYears).toEqual([2027])
  })
})

describe('extension of the answer', () => {
  const term = countTerm(ruleOf('answer'), '2026-11-24', calendar)
  it.each([
    [30, '2026-12-24', null],
    [1, '2026-11-24', null],
    [31, '2026-12-24', 'tooLong'],
    [0, '2026-12-24', 'tooLong'],
    [30, '2026-12-25', 'tooLate'],
  ] as const)('by %i days decided on %s: %s', (days, on, problem) => {
    expect(extensionProblem(term, days, on)).toBe(problem)
  })

  it('is given once, and only where the law knows it', () => {
    const extended = countTerm(ruleOf('answer'), '2026-11-24', calendar, { extendedBy: 10 })
    expect(extensionProblem(extended, 10, '2026-12-30')).toBe('alreadyExtended')
    expect(extensionProblem(countTerm(ruleOf('forward'), '2026-11-24', calendar), 1, '2026-11-25')).toBe(
      'notExtendable',
    )
  })
})

it('takes the row in force on the day, and none before the order', () => {
  expect(ruleInForce(rules, 'clinicRecords', '2021-05-24')).toBeNull()
  expect(ruleInForce(rules, 'clinicRecords', '2021-05-25')?.length).toBe(5)
})

it.each([
  ['2026-11-23', 'overdue'],
  ['2026-11-24', 'burning'],
  ['2026-11-27', 'burning'],
  ['2026-11-28', 'soon'],
  ['2026-12-04', 'soon'],
  ['2026-12-05', 'calm'],
] as const)('a date of %s is %s on 24 November', (due, urgency) => {
  expect(urgencyOf(due, '2026-11-24')).toBe(urgency)
})
