import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type DueQuestion,
  dueFor,
  preventiveCareRules,
  ruleOfYear,
} from '#shared/features/preventive-care/eligibility.ts'

const RULES = preventiveCareRules.parse(
  JSON.parse(readFileSync(new URL('../../assets/reference/preventive-care-rules.ru.json', import.meta.url), 'utf8')),
)

function aged(age: number, year: number, more: Partial<DueQuestion> = {}): DueQuestion {
  return { birthDate: `${year - age}-12-31`, sex: 'male', marks: [], ...more }
}

/** Ages at which each kind of care is due in a year. */
function agesOf(year: number, due: 'checkUp' | 'preventiveExamination' | 'none'): number[] {
  const ages = Array.from({ length: 83 }, (_, index) => index + 18)
  return ages.filter((age) => dueFor(aged(age, year), year, RULES).due === due)
}

const EVERY_THIRD_TO_39 = [18, 21, 24, 27, 30, 33, 36, 39]
const FROM_40 = Array.from({ length: 61 }, (_, index) => index + 40)

describe('what is due by age [P1]', () => {
  it('2017: the check-up falls on 27 ages, every third year from 21 to 99', () => {
    const ages = agesOf(2017, 'checkUp')
    expect(ages).toHaveLength(27)
    expect(ages).toEqual(Array.from({ length: 27 }, (_, index) => 21 + 3 * index))
  })

  it('2017: the preventive examination falls on every second year that has no check-up', () => {
    expect(agesOf(2017, 'preventiveExamination').slice(0, 8)).toEqual([18, 20, 22, 26, 28, 32, 34, 38])
    expect(agesOf(2017, 'none').slice(0, 5)).toEqual([19, 23, 25, 29, 31])
  })

  it.each([2019, 2020, 2021, 2024, 2026])('%i: every third year to 39, every year from 40', (year) => {
    expect(agesOf(year, 'checkUp')).toEqual([...EVERY_THIRD_TO_39, ...FROM_40])
    expect(agesOf(year, 'preventiveExamination')).toEqual(
      Array.from({ length: 22 }, (_, index) => index + 18).filter((age) => !EVERY_THIRD_TO_39.includes(age)),
    )
    expect(agesOf(year, 'none')).toEqual([])
  })

  it('counts the age reached in the calendar year: born on 31 December counts all year', () => {
    expect(dueFor({ birthDate: '1986-12-31', sex: 'female', marks: [] }, 2026, RULES)).toEqual({
      due: 'checkUp',
      why: { key: 'preventiveCare.why.yearlyFrom', args: { age: 40, from: 40 } },
      ruleId: '404n-2021',
    })
  })

  it('nothing is due to a minor', () => {
    expect(dueFor(aged(17, 2026), 2026, RULES)).toMatchObject({
      due: 'none',
      why: { key: 'preventiveCare.why.notAdult' },
    })
  })
})

describe('grounds for a check-up every year', () => {
  const off = (marks: string[], priorityGround?: string | null) =>
    dueFor(aged(23, 2026, priorityGround === undefined ? { marks } : { marks, priorityGround }), 2026, RULES)

  it('a veteran of 23 has a check-up, others of 23 an examination', () => {
    expect(off(['priorityRight'], 'combatVeteran')).toMatchObject({
      due: 'checkUp',
      why: { key: 'preventiveCare.why.yearlyGround' },
    })
    expect(off([])).toMatchObject({ due: 'preventiveExamination' })
  })

  it('a priority right by a ground that the rule does not name changes nothing', () => {
    expect(off(['priorityRight'], 'specialOperationFamily').due).toBe('preventiveExamination')
  })

  it('a priority right without a named ground counts', () => {
    expect(off(['priorityRight']).due).toBe('checkUp')
    expect(off(['priorityRight'], null).due).toBe('checkUp')
  })

  it('a ground without the mark does not count', () => {
    expect(off([], 'combatVeteran').due).toBe('preventiveExamination')
  })
})

describe('dated rule sets', () => {
  it('a year is decided by the set in force on its last day', () => {
    expect(ruleOfYear(2018, RULES)?.id).toBe('2017')
    expect(ruleOfYear(2019, RULES)?.id).toBe('124n-2019')
    expect(ruleOfYear(2021, RULES)?.id).toBe('404n-2021')
  })

  it('says so when no set is known for the year', () => {
    expect(dueFor(aged(40, 2016), 2016, RULES)).toEqual({
      due: 'none',
      why: { key: 'preventiveCare.why.noRule', args: { year: 2016 } },
      ruleId: null,
    })
  })

  it('the sets follow each other without gap and overlap, and each names its source', () => {
    for (const [index, rule] of RULES.entries()) {
      expect(rule.source.length).toBeGreaterThan(20)
      const next = RULES[index + 1]
      if (next) expect(Date.parse(next.validFrom) - Date.parse(rule.validTo ?? '')).toBe(86_400_000)
      else expect(rule.validTo).toBeNull()
    }
  })
})
