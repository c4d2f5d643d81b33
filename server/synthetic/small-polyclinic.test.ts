import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CollectedPolyclinic, collectPolyclinic, STORY_DAY } from '#server/testing/collected-polyclinic.ts'
import { appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { registerAppealArgs } from '#shared/features/appeals/commands.ts'
import { scriptRun } from '#shared/features/call-scripts/run.ts'
import { clinic } from '#shared/features/clinics/clinic.ts'
import { complaintCase } from '#shared/features/complaints/complaint-case.ts'
import { fullName, insuredPerson } from '#shared/features/insured-persons/person.ts'
import { informing } from '#shared/features/preventive-care/informing.ts'
import { representative } from '#shared/features/staff/representative.ts'
import { call } from '#shared/features/telephony/call.ts'
import { generatePolyclinic } from './generate-polyclinic.ts'
import { femaleSurname } from './names.ts'
import { COUNTS } from './shares.ts'

let small: CollectedPolyclinic
beforeAll(() => {
  small = collectPolyclinic('small')
})

describe('the same story is told twice', () => {
  it('the same seed makes the same rows to the byte, another seed or another day others', () => {
    expect(collectPolyclinic('small').hash).toBe(small.hash)
    expect(collectPolyclinic('small', 2).hash).not.toBe(small.hash)
    expect(collectPolyclinic('small', 1, '2026-11-25').hash).not.toBe(small.hash)
  })

  it('asks neither the clock nor the system for chance', () => {
    const files = [
      'appeals',
      'calls',
      'draws',
      'frame',
      'generate-polyclinic',
      'person-maker',
      'registry',
      'informings',
    ]
    for (const file of files) {
      const source = readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8')
      expect(source, file).not.toMatch(/Math\.random|Date\.now|new Date\(\)|randomUUID|getRandomValues/)
    }
  })

  it.each(['2026-01-01', '2026-02-28', '2026-07-15', '2024-02-29', '2026-12-31'])('can be told on %s', (today) => {
    const { persons, appeals, calls, healthFacts } = collectPolyclinic('small', 3, today)
    expect(persons).toHaveLength(2_000)
    expect(calls).toHaveLength(300)
    for (const person of persons) {
      expect(insuredPerson.safeParse(person).success).toBe(true)
      expect((person.prevention.stage1On ?? '') <= today).toBe(true)
      expect((person.prevention.stage2On ?? '') < today).toBe(true)
    }
    const midnight = new Date(Date.parse(today) - 3 * 3_600_000).toISOString()
    for (const item of appeals) expect([item.registeredAt, item.closedAt ?? ''].every((at) => at < midnight)).toBe(true)
    for (const item of calls) expect(item.endedAt < midnight).toBe(true)
    for (const fact of healthFacts) expect(fact.since <= today).toBe(true)
  })
})

describe('batches', () => {
  it('name nobody before he or she was given, count up to the total, hold at most 1,000 rows', () => {
    const known = new Set<string>()
    let done = 0
    let total = 0
    const kinds: string[] = []
    for (const batch of generatePolyclinic({ seed: 1, size: 'small', today: STORY_DAY, reference: small.reference })) {
      expect(batch.rows.length).toBeGreaterThan(0)
      expect(batch.rows.length).toBeLessThanOrEqual(1_000)
      expect(batch.done).toBeGreaterThanOrEqual(done)
      ;({ done, total } = batch)
      kinds.push(batch.kind)
      for (const row of batch.rows) {
        if (batch.kind === 'healthFacts' || batch.kind === 'informings')
          expect(known.has((row as { personId: string }).personId)).toBe(true)
        if (batch.kind === 'scriptRuns') expect(known.has((row as { callId: string }).callId)).toBe(true)
        known.add(row.id)
      }
    }
    expect(kinds.slice(0, 3)).toEqual(['organisation', 'clinics', 'users'])
    expect(done).toBe(total)
  })
})

describe('every record fits its schema unchanged', () => {
  it('people, clinic, staff, appeals, calls, runs, informing', () => {
    for (const row of small.persons) expect(insuredPerson.parse(row)).toEqual(row)
    for (const row of small.clinics) expect(clinic.parse(row)).toEqual(row)
    for (const { login: _login, documents: _documents, ...row } of small.users)
      expect(representative.parse(row)).toEqual(row)
    for (const row of small.appeals) expect(appeal.parse(row)).toEqual(row)
    for (const row of small.calls) expect(call.parse(row)).toEqual(row)
    for (const row of small.scriptRuns) expect(scriptRun.parse(row)).toEqual(row)
    for (const row of small.complaintCases) expect(complaintCase.parse(row)).toEqual(row)
    for (const row of small.informings) expect(informing.parse(row)).toEqual(row)
  })

  it('an appeal could have been registered on a desk', () => {
    for (const row of small.appeals) expect(registerAppealArgs.safeParse(row).error?.issues ?? []).toEqual([])
  })
})

describe('people', () => {
  it('carry no diagnosis and no health group in the record that levels 1 and 2 receive', () => {
    const keys = new Set(small.persons.flatMap((person) => Object.keys(person)))
    expect([...keys].filter((key) => /diagnos|icd|code$|group|condition/i.test(key))).toEqual(['insurerCode'])
    const codes = new Set(small.healthFacts.filter((fact) => fact.kind === 'diagnosis').map((fact) => fact.code))
    expect(codes.size).toBeGreaterThan(20)
    for (const person of small.persons) {
      const text = JSON.stringify({ ...person, id: '', clinicId: '', address: null })
      expect(/[A-ZА-Я]\d\d\.\d|"[A-Z]\d\d"/.test(text), text).toBe(false)
    }
  })

  it('bear surnames in the form of their sex', () => {
    const pairs = { Смирнов: 'Смирнова', Левицкий: 'Левицкая', Ильин: 'Ильина', Киселёв: 'Киселёва', Черных: 'Черных' }
    for (const [man, woman] of Object.entries(pairs)) expect(femaleSurname(man)).toBe(woman)
    expect(femaleSurname('Римский-Корсаков')).toBe('Римская-Корсакова')
    expect(['Шевченко', 'Петросян', 'Живаго'].map(femaleSurname)).toEqual(['Шевченко', 'Петросян', 'Живаго'])
    for (const person of small.persons) {
      if (person.sex === 'female') expect(person.surname).not.toMatch(/(ов|ев|ёв|ин|ский|цкий)$/)
      else expect(person.surname).not.toMatch(/(ова|ева|ёва|ина|ская|цкая)$/)
      if (person.patronymic !== null && !/ (оглы|кызы)$/.test(person.patronymic))
        expect(person.patronymic).toMatch(person.sex === 'female' ? /на$/ : /ич$/)
    }
  })

  it('include every planted fault in equal number', () => {
    const each = COUNTS.small.dirtyOfEachKind
    const of = (isIt: (person: (typeof small.persons)[number]) => boolean) => small.persons.filter(isIt).length
    for (const status of ['moved', 'dead', 'insurerChanged'] as const)
      expect(of((person) => person.status === status)).toBe(each)
    expect(of((person) => person.policy.kind === 'oldStyle')).toBe(each)
    expect(of((person) => person.policy.kind === 'temporary' && /^\d{9}$/.test(person.policy.number))).toBe(each)
    expect(of((person) => person.patronymic === null)).toBeGreaterThan(each)
    const byName = new Map<string, number>()
    const byNameAndYo = new Map<string, Set<string>>()
    for (const person of small.persons) {
      const key = `${fullName(person)} ${person.birthDate}`
      byName.set(key, (byName.get(key) ?? 0) + 1)
      const plain = key.replaceAll('ё', 'е')
      byNameAndYo.set(plain, (byNameAndYo.get(plain) ?? new Set()).add(key))
    }
    expect([...byName.values()].filter((count) => count > 1).length).toBeGreaterThanOrEqual(each)
    expect([...byNameAndYo.values()].filter((keys) => keys.size > 1).length).toBeGreaterThanOrEqual(each)
  })
})

describe('the work of the representatives', () => {
  it('14 operators, 8 at the clinic, 6 experts, 3 supervisors and an administrator may sign in', () => {
    const logins = small.users.map((user) => user.login)
    expect(logins).toHaveLength(32)
    expect(new Set(logins).size).toBe(32)
    expect(logins).toEqual(
      expect.arrayContaining(['operator1', 'operator14', 'clinic8', 'expert6', 'supervisor3', 'admin']),
    )
    expect(small.users.find((user) => user.login === 'operator14')?.extension).toBe('1014')
  })

  it('appeals wait at the experts, one of them overdue', () => {
    const open = small.appeals.filter((item) => isOpen(item) && item.reviewLine === 3)
    expect(open.length).toBeGreaterThanOrEqual(3)
    for (const item of open) if (item.state !== 'registered') expect(item.assignedTo).not.toBeNull()
    expect(open.filter((item) => item.answerBy !== null && item.answerBy < STORY_DAY)).toHaveLength(1)
  })

  it('templates leave no sign of themselves in the texts', () => {
    for (const item of small.appeals) expect(`${item.text} ${item.resultText}`).not.toMatch(/[<>{}[\]|]| {2}/)
  })

  it('themes stand in the classifier and can be chosen', () => {
    const rows = new Map(small.reference.classifier.rows.map((row) => [row.code, row]))
    for (const item of small.appeals) expect(rows.get(item.themeCode)?.selectable, item.themeCode).toBe(true)
  })

  it('300 calls, no operator in two at once, with answers that the scripts know', () => {
    expect(small.calls).toHaveLength(300)
    const endOf = new Map<string, string>()
    for (const item of small.calls) {
      expect((endOf.get(item.userId) ?? '') < item.offeredAt).toBe(true)
      endOf.set(item.userId, item.wrappedUpAt ?? item.endedAt)
      expect(item.remoteNumber).toMatch(/^(\+7000\d{7})?$/)
    }
    expect(small.scriptRuns.length).toBeGreaterThan(100)
    const nodes = new Set(
      small.reference.scripts.flatMap((script) => [...script.nodes, ...script.objections].map(({ id }) => id)),
    )
    for (const run of small.scriptRuns) {
      for (const answer of run.answers) expect(nodes.has(answer.nodeId.split('/').at(-1) ?? '')).toBe(true)
      const talk = small.calls.find((item) => item.id === run.callId)
      expect(run.visits?.every(({ enteredMs, leftMs }) => leftMs !== null && leftMs >= enteredMs)).toBe(true)
      expect(run.startedAt).toBe(talk?.answeredAt)
      expect(run.endedAt).toBe(talk?.endedAt)
    }
    const linked = small.appeals.filter((item) => item.callId !== null)
    for (const item of linked) expect(small.calls.find((row) => row.id === item.callId)?.userId).toBe(item.takenBy)
  })
})
