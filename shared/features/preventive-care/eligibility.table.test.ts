import { describe, expect, it } from 'vitest'
import rulesFile from '../../../assets/reference/preventive-care-rules.ru.json'
import { dueFor, preventiveCareRules } from './eligibility.ts'

const RULES = preventiveCareRules.parse(rulesFile)

/** C check-up (диспансеризация), E preventive examination (профосмотр), N nothing this year. */
const KINDS = { C: 'checkUp', E: 'preventiveExamination', N: 'none' } as const
const WHY = {
  listed: 'listedAge',
  from40: 'yearlyFrom',
  from18: 'yearlyFrom',
  cycle: 'cycle',
  off: 'notThisYear',
  minor: 'notAdult',
  ground: 'yearlyGround',
  noRule: 'noRule',
} as const

/**
 * Worked out by hand from the orders, not by the code: 2017, check-up at 21, 24 … 99, the examination every second year from 18 where no
 * check-up falls; since 06.05.2019, check-up at 18, 21 … 39 and every year from 40, the examination every other year of an adult.
 * Columns: born, year asked, priority ground (or -), what is due, why, the age reached.
 */
const TABLE = `
  # The rule of 2017: the first years of an adult
  1999-12-31 2017 - E cycle  18
  1999-01-01 2017 - E cycle  18
  2000-01-01 2017 - N minor  17
  1998-06-15 2017 - N off    19
  1997-06-15 2017 - E cycle  20
  1996-01-01 2017 - C listed 21
  1996-12-31 2017 - C listed 21
  1995-12-31 2017 - E cycle  22
  1997-01-01 2017 - E cycle  20
  1994-03-08 2017 - N off    23
  1993-03-08 2017 - C listed 24
  1992-03-08 2017 - N off    25
  1991-03-08 2017 - E cycle  26
  1990-03-08 2017 - C listed 27
  # 2017: middle age, every third year and nothing yearly from 40
  1981-07-07 2017 - C listed 36
  1980-07-07 2017 - N off    37
  1979-07-07 2017 - E cycle  38
  1978-07-07 2017 - C listed 39
  1977-07-07 2017 - E cycle  40
  1976-07-07 2017 - N off    41
  1975-07-07 2017 - C listed 42
  1957-05-09 2017 - C listed 60
  1956-05-09 2017 - N off    61
  1955-05-09 2017 - E cycle  62
  # 2017: the end of the list of ages
  1921-05-09 2017 - C listed 96
  1919-05-09 2017 - E cycle  98
  1918-12-31 2017 - C listed 99
  1918-01-01 2017 - C listed 99
  1917-12-31 2017 - E cycle  100
  1916-12-31 2017 - N off    101
  1915-12-31 2017 - E cycle  102
  # 2017: leap days and year ends
  1996-02-29 2017 - C listed 21
  1988-02-29 2017 - N off    29
  1984-02-29 2017 - C listed 33
  1992-02-29 2017 - N off    25
  1975-12-31 2017 - C listed 42
  1976-01-01 2017 - N off    41
  # 2018 is still of that rule
  1997-10-01 2018 - C listed 21
  1996-10-01 2018 - E cycle  22
  1978-02-01 2018 - E cycle  40
  # 2017: grounds by which the check-up is due every year
  1994-03-08 2017 combatVeteran    C ground 23
  1994-03-08 2017 disabilityGroup1 C ground 23
  1930-03-08 2017 siegeSurvivor    C ground 87
  1923-03-08 2017 warVeteran       C ground 94
  1956-05-09 2017 chernobyl        N off    61
  1956-05-09 2017 specialOperation N off    61
  2000-01-01 2017 combatVeteran    N minor  17
  # The order of 2019 decides the whole of 2019, for it is in force on the last day
  1979-12-31 2019 - C from40 40
  1980-01-01 2019 - C listed 39
  1978-01-01 2019 - C from40 41
  2001-12-31 2019 - C listed 18
  2000-12-31 2019 - E from18 19
  2002-01-01 2019 - N minor  17
  1978-02-01 2020 - C from40 42
  2000-02-29 2020 - E from18 20
  # The order of 2021, in force now: boundaries of adulthood in 2026
  2008-12-31 2026 - C listed 18
  2008-01-01 2026 - C listed 18
  2009-01-01 2026 - N minor  17
  2008-02-29 2026 - C listed 18
  2007-12-31 2026 - E from18 19
  2006-06-06 2026 - E from18 20
  2005-12-31 2026 - C listed 21
  2006-01-01 2026 - E from18 20
  2005-01-01 2026 - C listed 21
  2004-12-31 2026 - E from18 22
  2003-06-06 2026 - E from18 23
  2002-06-06 2026 - C listed 24
  1999-06-06 2026 - C listed 27
  1996-06-06 2026 - C listed 30
  1993-06-06 2026 - C listed 33
  1990-06-06 2026 - C listed 36
  1989-06-06 2026 - E from18 37
  1988-02-29 2026 - E from18 38
  1987-12-31 2026 - C listed 39
  1987-01-01 2026 - C listed 39
  # 2026: every year from 40
  1986-12-31 2026 - C from40 40
  1986-01-01 2026 - C from40 40
  1985-05-05 2026 - C from40 41
  1984-02-29 2026 - C from40 42
  1957-03-14 2026 - C from40 69
  1927-03-14 2026 - C from40 99
  1926-12-31 2026 - C from40 100
  1916-01-01 2026 - C from40 110
  # One person from year to year over the turn of the year
  1986-12-31 2025 - C listed 39
  1986-12-31 2027 - C from40 41
  1987-01-01 2027 - C from40 40
  2008-02-29 2025 - N minor  17
  2008-02-29 2027 - E from18 19
  2008-02-29 2028 - E from18 20
  2008-02-29 2029 - C listed 21
  # 2026: yearly grounds below 40
  2003-06-06 2026 combatVeteran          C ground 23
  2003-06-06 2026 disabilityGroup1       C ground 23
  1989-06-06 2026 chernobyl              C ground 37
  2004-02-29 2026 specialOperation       C ground 22
  2004-02-29 2026 specialOperationFamily E from18 22
  2009-01-01 2026 disabilityGroup1       N minor  17
  1957-03-14 2026 siegeSurvivor          C ground 69
  # No rule is known before 2017
  1995-12-31 2016 - N noRule 21
  1957-03-14 2015 - N noRule 58
`

const ROWS = TABLE.split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/) as [string, string, string, keyof typeof KINDS, keyof typeof WHY, string])

describe('[P1] what is due, against a table worked out by hand', () => {
  it('is a table of at least eighty rows over all rule sets', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(80)
    const sets = new Set(ROWS.map(([born, year]) => dueFor(asked(born, '-'), Number(year), RULES).ruleId))
    expect(sets).toEqual(new Set(['2017', '124n-2019', '404n-2021', null]))
  })

  it.each(ROWS)('born %s, in %s, ground %s: %s, %s, %s years', (born, year, ground, kind, why, age) => {
    const answer = dueFor(asked(born, ground), Number(year), RULES)
    expect(answer.due).toBe(KINDS[kind])
    expect(answer.why.key).toBe(`preventiveCare.why.${WHY[why]}`)
    if (why === 'noRule') return
    expect(answer.why.args['age']).toBe(Number(age))
    if (why === 'from40') expect(answer.why.args['from']).toBe(40)
    if (why === 'from18') expect(answer.why.args['from']).toBe(18)
  })
})

function asked(birthDate: string, ground: string) {
  const marks = ground === '-' ? [] : ['priorityRight']
  return { birthDate, sex: 'female' as const, marks, priorityGround: ground === '-' ? null : ground }
}
