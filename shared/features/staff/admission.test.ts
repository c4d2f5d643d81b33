import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../kernel/calendar.ts'
import { type AdmissionPeriod, admissionDaysLeft, admissionOn, periodsFrom, queueBarOn } from './admission.ts'

const TODAY = '2026-11-24'
const on = (...periods: AdmissionPeriod[]) => admissionOn(periods, TODAY)
const year: AdmissionPeriod = { from: '2026-01-01', until: '2026-12-31' }

describe('[S9] admission to work', () => {
  it('counts its first and its last day', () => {
    expect(on()).toEqual({ isAdmitted: false, until: null })
    expect(on({ from: TODAY, until: TODAY })).toEqual({ isAdmitted: true, until: TODAY })
    expect(on({ from: '2026-11-25', until: null }).isAdmitted).toBe(false)
    expect(on({ from: '2026-01-01', until: '2026-11-23' }).isAdmitted).toBe(false)
    expect(on({ from: '2026-01-01', until: null })).toEqual({ isAdmitted: true, until: null })
  })

  it('is renewed without a gap by one that begins on the day after, entered before the old one ends', () => {
    expect(on(year, { from: '2027-01-01', until: '2027-06-30' })).toEqual({ isAdmitted: true, until: '2027-06-30' })
    expect(on(year, { from: '2027-01-02', until: null })).toEqual({ isAdmitted: true, until: '2026-12-31' })
    expect(on(year, { from: '2027-01-01', until: null })).toEqual({ isAdmitted: true, until: null })
  })

  it('ends early when it is entered again with the same first day, and the renewal that was entered stays', () => {
    const ended = { from: '2026-01-01', until: '2026-11-20' }
    expect(on(year, ended).isAdmitted).toBe(false)
    expect(admissionOn([year, { from: '2027-01-01', until: null }, ended], '2027-02-01').isAdmitted).toBe(true)
  })

  it('[S9] says how many days are left from the thirtieth before the end to the last', () => {
    const left = (until: string | null) => admissionDaysLeft({ isAdmitted: true, until }, TODAY)
    expect([left('2026-12-25'), left('2026-12-24'), left(TODAY), left(null)]).toEqual([null, 30, 0, null])
    expect(admissionDaysLeft({ isAdmitted: false, until: null }, TODAY)).toBeNull()
  })

  it('a desk that holds only what decides from today on knows as much', () => {
    const day = fc.integer({ min: -400, max: 400 }).map((offset) => addDays(TODAY, offset))
    const period = fc
      .tuple(day, fc.option(fc.nat(300)))
      .map(([from, days]): AdmissionPeriod => ({ from, until: days === null ? null : addDays(from, days) }))
    fc.assert(
      fc.property(fc.array(period, { maxLength: 6 }), fc.nat(500), (periods, later) => {
        const then = addDays(TODAY, later)
        expect(admissionOn(periodsFrom(periods, TODAY), then)).toEqual(admissionOn(periods, then))
      }),
    )
  })

  it('says its last day so that on every day up to it one is admitted, and on the next not', () => {
    const period = fc
      .tuple(fc.integer({ min: -60, max: 60 }), fc.option(fc.nat(40)))
      .map(([from, days]): AdmissionPeriod => {
        const start = addDays(TODAY, from)
        return { from: start, until: days === null ? null : addDays(start, days) }
      })
    fc.assert(
      fc.property(fc.array(period, { maxLength: 5 }), (periods) => {
        const { isAdmitted, until } = admissionOn(periods, TODAY)
        if (!isAdmitted || until === null) return
        for (let at = TODAY; at <= until; at = addDays(at, 1)) expect(admissionOn(periods, at).isAdmitted).toBe(true)
        expect(admissionOn(periods, addDays(until, 1)).isAdmitted).toBe(false)
      }),
    )
  })

  it('[S9] bars from the queue who may not sign in or is not admitted, and nobody of whom admissions are not known', () => {
    expect(queueBarOn({ active: false, admissions: [year] }, TODAY)).toBe('notActive')
    expect(queueBarOn({ active: true, admissions: [] }, TODAY)).toBe('notAdmitted')
    expect(queueBarOn({ active: true, admissions: [year] }, TODAY)).toBeNull()
    expect(queueBarOn({ active: true, admissions: [year] }, '2027-01-01')).toBe('notAdmitted')
    expect(queueBarOn({ active: true }, TODAY)).toBeNull()
  })
})
