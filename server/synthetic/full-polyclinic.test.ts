import { beforeAll, describe, expect, it } from 'vitest'
import { type CollectedPolyclinic, collectPolyclinic, STORY_DAY } from '#server/testing/collected-polyclinic.ts'
import { appeal } from '#shared/features/appeals/appeal.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { insuredPerson } from '#shared/features/insured-persons/person.ts'
import { informing } from '#shared/features/preventive-care/informing.ts'
import { ageOn } from '#shared/kernel/calendar.ts'
import { decodePolicyNumber, policyNumberProblem } from '#shared/kernel/policy-number.ts'
import { isSnils } from '#shared/kernel/snils.ts'
import { AGE_BANDS, CHRONIC, CHRONIC_AGES, COUNTS } from './shares.ts'

let all: CollectedPolyclinic
let persons: readonly InsuredPerson[]
const age = (person: { readonly birthDate: string }): number => ageOn(person.birthDate, STORY_DAY)
const share = <T>(items: readonly T[], isIt: (item: T) => boolean): number => items.filter(isIt).length / items.length
const has = (mark: InsuredPerson['marks'][number]) => (person: InsuredPerson) => person.marks.includes(mark)

beforeAll(() => {
  all = collectPolyclinic('full')
  persons = all.persons
}, 180_000)

describe('the full polyclinic has the counts of the sources exactly', () => {
  it('115,000 attached, 67,400 of them ours, the others with five insurers by proportion', () => {
    expect(persons).toHaveLength(67_400)
    expect(all.otherInsured).toHaveLength(47_600)
    const insurers = new Map<string, number>()
    for (const other of all.otherInsured) insurers.set(other.insurerCode, (insurers.get(other.insurerCode) ?? 0) + 1)
    expect([...insurers].sort().map(([, count]) => Math.round((count * 41) / 47_600))).toEqual([22, 9, 6, 3, 1])
  })

  it('1,212 supported after discharge: 302 booked, 1,188 reached, 43 visited, 6 escorted, 160 in rehabilitation', () => {
    const supported = new Set(persons.filter(has('dischargeSupport')).map((person) => person.id))
    expect(supported.size).toBe(1_212)
    const reached = new Set<string>()
    const booked = new Set<string>()
    const missed = new Set<string>()
    for (const entry of all.informings.filter((item) => item.stage === '302')) {
      expect(supported.has(entry.personId)).toBe(true)
      ;(entry.result === 'notReached' ? missed : reached).add(entry.personId)
      if (entry.result === 'booked') booked.add(entry.personId)
    }
    expect([reached.size, booked.size, missed.size]).toEqual([1_188, 302, 24])
    const care = (code: string) => all.healthFacts.filter((fact) => fact.kind === 'care' && fact.code === code)
    expect(['homeVisit', 'escort', 'rehabilitation'].map((code) => care(code).length)).toEqual([43, 6, 160])
    for (const fact of care('homeVisit')) expect(supported.has(fact.personId)).toBe(true)
  })

  it('81 of low mobility in support, all due and passed: 67 at home, 14 escorted', () => {
    const frail = persons.filter((person) => has('lowMobility')(person) && person.consents.support === 'given')
    expect(frail).toHaveLength(81)
    for (const person of frail) {
      expect(person.prevention.due).toBe('checkUp')
      expect(person.prevention.stage1On).not.toBeNull()
    }
    const care = (code: string) => all.healthFacts.filter((fact) => fact.code === code).length
    expect([care('homeCheckUp'), care('escortedCheckUp')]).toEqual([67, 14])
  })

  it('54 with a priority right, 11 of them of low mobility, all with a ground and a consent', () => {
    const first = persons.filter(has('priorityRight'))
    expect(first).toHaveLength(54)
    expect(first.filter(has('lowMobility'))).toHaveLength(11)
    for (const person of first) {
      const ground = all.reference.priorityGrounds.find((item) => item.code === person.priorityGround)
      const year = Number(person.birthDate.slice(0, 4))
      expect(year).toBeGreaterThanOrEqual(ground?.bornFrom ?? 0)
      expect(year).toBeLessThanOrEqual(ground?.bornUntil ?? 9999)
      expect(ground).toBeDefined()
      expect(person.consents.support).toBe('given')
    }
  })

  it('5,617 appeals, one for twelve insured, 537 of them thanks', () => {
    expect(all.appeals).toHaveLength(Math.round(67_400 / 12))
    expect(all.appeals.filter((item) => item.kind === 'gratitude')).toHaveLength(537)
  })

  it('takes less than 20 seconds of processor time (it needs about four)', () => {
    expect(all.cpuMs).toBeLessThan(20_000)
  })
})

describe('shares of the recipe', () => {
  it('ages and women by band', () => {
    const everyone = [...persons, ...all.otherInsured]
    const ages = everyone.map(age)
    for (const band of AGE_BANDS) {
      const inBand = everyone.filter((_, i) => (ages[i] ?? 0) >= band.from && (ages[i] ?? 0) <= band.to)
      expect(inBand.length / everyone.length, `${band.from}`).toBeCloseTo(band.share / 100, 2)
      expect(Math.abs(share(inBand, (person) => person.sex === 'female') - band.women), `${band.from}`).toBeLessThan(
        0.06,
      )
    }
  })

  it('60 precincts of 1,700 to 2,100 in four units', () => {
    const sizes = new Map<string, number>()
    for (const person of [...persons, ...all.otherInsured]) {
      const key = `${person.unit}/${person.precinct}`
      sizes.set(key, (sizes.get(key) ?? 0) + 1)
    }
    expect(sizes.size).toBe(60)
    for (const size of sizes.values()) {
      expect(size).toBeGreaterThan(1_700)
      expect(size).toBeLessThan(2_130)
    }
  })

  it('chronic conditions by age, one fact for each', () => {
    const old = new Set(persons.filter((person) => age(person) >= 70).map((person) => person.id))
    const groups: readonly (readonly [keyof typeof CHRONIC, RegExp])[] = [
      ['hypertension', /^I1[0-3]/],
      ['ischaemia', /^I2[05]/],
      ['diabetes', /^[EЕ]11/],
      ['cancer', /^[CС]/],
    ]
    for (const [condition, code] of groups) {
      const sick = all.healthFacts.filter((fact) => old.has(fact.personId) && code.test(fact.code)).length
      const wanted = (CHRONIC[condition][CHRONIC_AGES.length] ?? 0) / 100
      expect(Math.abs(sick / old.size - wanted), condition).toBeLessThan(0.025)
    }
  })

  it('telephones and mail', () => {
    const young = persons.filter((person) => age(person) < 60)
    const old = persons.filter((person) => age(person) >= 75)
    const mobile = (person: InsuredPerson) => person.phones.some((phone) => phone.kind === 'mobile')
    expect(Math.abs(share(young, mobile) - 0.93)).toBeLessThan(0.02)
    expect(Math.abs(share(old, mobile) - 0.62)).toBeLessThan(0.06)
    expect(Math.abs(share(young, (person) => person.email !== null) - 0.55)).toBeLessThan(0.02)
    const phones = persons.flatMap((person) => person.phones)
    expect(Math.abs(share(phones, (phone) => !phone.valid) - 0.06)).toBeLessThan(0.01)
    expect(phones.filter((phone) => !/^\+7000\d{7}$/.test(phone.number))).toEqual([])
    const mails = persons.flatMap((person) => person.email ?? [])
    expect(mails.filter((email) => !/^[a-z0-9.-]+@[a-z]+\.invalid$/.test(email))).toEqual([])
  })

  it('one in twenty shares a mobile with wife or husband, at the same address', () => {
    const owners = new Map<string, InsuredPerson[]>()
    for (const person of persons)
      for (const phone of person.phones)
        if (phone.kind === 'mobile') owners.set(phone.number, [...(owners.get(phone.number) ?? []), person])
    const couples = [...owners.values()].filter(([one, other]) => one && other && one.sex !== other.sex)
    expect(Math.abs((couples.length * 2) / persons.length - 0.05)).toBeLessThan(0.015)
    for (const [one, other] of couples) expect(one?.address).toEqual(other?.address)
  })

  it('consents', () => {
    expect(Math.abs(share(persons, (person) => person.consents.informing === 'given') - 0.69)).toBeLessThan(0.02)
    expect(Math.abs(share(persons, (person) => person.consents.support === 'given') - 0.08)).toBeLessThan(0.01)
    expect(share(persons, (person) => person.consents.informing === 'withdrawn')).toBeGreaterThan(0.005)
  })

  it('course of preventive care: of those whose turn has come 55 % passed, 6 % refused', () => {
    const came = persons.filter(
      (person) =>
        person.status === 'attached' && !['notInvited', 'invited', 'booked'].includes(person.prevention.state),
    )
    expect(came.length).toBeGreaterThan(50_000)
    expect(Math.abs(share(came, (person) => person.prevention.stage1On !== null) - 0.55)).toBeLessThan(0.01)
    expect(Math.abs(share(came, (person) => person.prevention.state === 'refused') - 0.06)).toBeLessThan(0.01)
    const passed = came.filter((person) => person.prevention.stage1On !== null && person.prevention.due === 'checkUp')
    const toStage2 = (person: InsuredPerson) => ['sentToStage2', 'stage2Done'].includes(person.prevention.state)
    expect(Math.abs(share(passed, toStage2) - 0.28)).toBeLessThan(0.01)
    const groups = all.healthFacts.filter((fact) => fact.kind === 'healthGroup')
    for (const [code, wanted] of [
      ['I', 22],
      ['II', 14],
      ['IIIa', 44],
      ['IIIb', 20],
    ] as const)
      expect(Math.abs(share(groups, (fact) => fact.code === code) - wanted / 100), code).toBeLessThan(0.03)
  })

  it('appeals by kind, a third on medical care, 45 % of decided complaints justified', () => {
    const others = all.appeals.filter((item) => item.kind !== 'gratitude')
    expect(Math.abs(share(others, (item) => item.kind === 'consultation') - 70 / 95)).toBeLessThan(0.005)
    expect(Math.abs(share(others, (item) => item.kind === 'application') - 20 / 95)).toBeLessThan(0.005)
    const medical = new Set(all.reference.classifier.rows.filter((row) => row.medicalCare).map((row) => row.code))
    expect(Math.abs(share(all.appeals, (item) => medical.has(item.themeCode)) - 0.3)).toBeLessThan(0.03)
    const complaints = all.appeals.filter((item) => item.kind === 'complaint')
    expect(Math.abs(share(complaints, (item) => item.form === 'written') - 0.12)).toBeLessThan(0.01)
    const decided = complaints.filter((item) => item.justified !== null)
    expect(Math.abs(share(decided, (item) => item.justified === true) - 0.45)).toBeLessThan(0.1)
    expect(all.appeals.filter((item) => item.closedAt === null && item.reviewLine === 3).length).toBeGreaterThan(15)
  })
})

describe('identifiers', () => {
  it('every policy number of region 00 passes the check and tells birth date and sex, but for the planted faults', () => {
    const unified = persons.filter((person) => person.policy.kind === 'unified')
    const wrongCheck = unified.filter((person) => policyNumberProblem('unified', person.policy.number) !== null)
    expect(wrongCheck).toHaveLength(COUNTS.full.dirtyOfEachKind)
    const good = unified.filter((person) => policyNumberProblem('unified', person.policy.number) === null)
    const otherDate = good.filter((person) => {
      const told = decodePolicyNumber(person.policy.number)
      return told?.birthDate !== person.birthDate || told.sex !== person.sex
    })
    expect(otherDate).toHaveLength(COUNTS.full.dirtyOfEachKind)
    expect(unified.filter((person) => !person.policy.number.startsWith('00'))).toEqual([])
    const wrongElsewhere = all.otherInsured.filter((o) => policyNumberProblem('unified', o.policyNumber) !== null)
    expect(wrongElsewhere).toEqual([])
  })

  it('no number belongs to two people', () => {
    const unique = (items: readonly string[]): boolean => new Set(items).size === items.length
    expect(unique([...persons.map((p) => p.policy.number), ...all.otherInsured.map((o) => o.policyNumber)])).toBe(true)
    expect(unique(persons.flatMap((person) => person.snils ?? []))).toBe(true)
    expect(unique([...persons, ...all.otherInsured, ...all.healthFacts, ...all.appeals].map((row) => row.id))).toBe(
      true,
    )
    expect(unique(all.appeals.map((item) => item.number))).toBe(true)
  })

  it('every СНИЛС is valid and beyond those issued', () => {
    for (const { snils } of persons)
      if (snils !== null) expect(snils.startsWith('9') && isSnils(snils), snils).toBe(true)
  })

  it('appeals are numbered from 1 in each year in order of registration', () => {
    const serials = new Map<string, number>()
    let last = ''
    for (const item of all.appeals) {
      expect(item.registeredAt >= last).toBe(true)
      last = item.registeredAt
      const [, year = '', serial = ''] = item.number.split('-')
      expect(Number(serial)).toBe((serials.get(year) ?? 0) + 1)
      serials.set(year, Number(serial))
    }
    expect([...serials.keys()]).toEqual(['2025', '2026'])
  })
})

describe('schemas', () => {
  it('accept a sample of the people, every appeal and every informing unchanged', () => {
    for (let i = 0; i < persons.length; i += 33) expect(insuredPerson.parse(persons[i])).toEqual(persons[i])
    for (const item of all.appeals) expect(appeal.parse(item)).toEqual(item)
    for (const item of all.informings) expect(informing.parse(item)).toEqual(item)
  })
})
