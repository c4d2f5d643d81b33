import { describe, expect, it } from 'vitest'
import { aPerson } from '../../builders/a-person.ts'
import { anId } from '../../builders/ids.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { CommandDefinition } from '../../kernel/command.ts'
import { recordKey } from '../../kernel/record.ts'
import { correctContact, giveConsent, withdrawConsent } from './commands.ts'
import type { Consent } from './consent.ts'
import type { ContactChange, ContactCorrection } from './contact-change.ts'
import { type InsuredPerson, isPhoneInForce } from './person.ts'

const ACTOR: Actor = { userId: anId(7), orgId: anId(8), role: 'L2', clinicIds: [anId(0xc1)], deviceId: anId(9) }

function world() {
  const records = new Map<string, unknown>([[`insuredPerson:${anId(1)}`, aPerson()]])
  return {
    get person() {
      return records.get(`insuredPerson:${anId(1)}`) as InsuredPerson
    },
    change: (n: number) => records.get(`contactChange:${anId(n)}`) as ContactChange,
    consent: (n: number) => records.get(`consent:${anId(n)}`) as Consent | undefined,
    run<Args>(command: CommandDefinition<Args>, args: Args): string {
      const effect = command.apply(
        {
          actor: ACTOR,
          occurredAt: '2026-11-24T09:00:00.000Z',
          receivedAt: null,
          read: (kind, id) => records.get(recordKey({ kind, id })),
        },
        args,
      )
      if (!effect.ok) return effect.error.code
      for (const change of effect.value) records.set(recordKey(change), change.data)
      return 'ok'
    },
  }
}
const correction = (n: number, what: ContactCorrection) => ({
  id: anId<never>(n),
  personId: anId<never>(1),
  correction: what,
  source: 'neighbour' as const,
  note: 'со слов соседки',
})
const given = (n: number, more = {}) => ({
  id: anId<never>(n),
  personId: anId<never>(1),
  kind: 'sms' as const,
  textVersion: '2026-1',
  way: 'atPost' as const,
  givenOn: '2026-11-24',
  note: '',
  ...more,
})
const withdrawn = (id: number | null, more = {}) => ({
  id: id === null ? null : anId<never>(id),
  newId: anId<never>(99),
  personId: anId<never>(1),
  kind: 'sms' as const,
  on: '2026-11-24',
  cause: 'byPerson' as const,
  note: '',
  ...more,
})

describe('[P12] contact data', () => {
  it('a telephone is added once, an old one is marked and kept, and the history says who said so', () => {
    const it = world()
    const added = { what: 'addPhone', number: '+70009998877', kind: 'mobile' } as const
    expect(it.run(correctContact, correction(10, added))).toBe('ok')
    expect(it.run(correctContact, correction(11, added))).toBe('insuredPersons.phoneKnown')
    expect(it.run(correctContact, correction(12, { what: 'markPhone', number: '+70000000001', valid: false }))).toBe(
      'ok',
    )
    expect(it.person.phones.map(({ number, valid }) => [number, valid])).toEqual([
      ['+70000000001', false],
      ['+70009998877', true],
    ])
    expect(it.change(12)).toMatchObject({ before: '+70000000001', source: 'neighbour', by: anId(7) })
  })

  it('a number has its days: until a day to come it is called, after it never, and from a day on again', () => {
    const it = world()
    const number = '+70000000001'
    const inForce = (today: string) => it.person.phones.filter((phone) => isPhoneInForce(phone, today)).length
    const mark = (n: number, valid: boolean, since?: string) =>
      it.run(correctContact, correction(n, { what: 'markPhone', number, valid, since }))
    expect(mark(10, false, '2026-12-01')).toBe('ok')
    expect([inForce('2026-11-30'), inForce('2026-12-01')]).toEqual([1, 0])
    expect(mark(11, false, '2026-11-03')).toBe('ok')
    expect(it.person.phones[0]).toMatchObject({ valid: false, validTo: '2026-11-02', source: 'neighbour' })
    expect(inForce('2026-11-01')).toBe(0)
    expect(mark(12, true, '2026-11-20')).toBe('ok')
    expect([inForce('2026-11-19'), inForce('2026-11-20'), inForce('2030-01-01')]).toEqual([0, 1, 1])
    // The history keeps what was said each time.
    expect([10, 11, 12].map((n) => it.change(n).correction)).toMatchObject([
      { valid: false, since: '2026-12-01' },
      { valid: false, since: '2026-11-03' },
      { valid: true, since: '2026-11-20' },
    ])
  })

  it('a number told for a time is called within it only', () => {
    const it = world()
    const dacha = { what: 'addPhone', number: '+70009998877', kind: 'home', validFrom: '2026-05-01' } as const
    expect(it.run(correctContact, correction(10, { ...dacha, validTo: '2026-04-30' }))).toBe(
      'insuredPersons.phonePeriod',
    )
    expect(it.run(correctContact, correction(11, { ...dacha, validTo: '2026-09-30' }))).toBe('ok')
    const [, added] = it.person.phones
    expect(added).toEqual({ ...it.person.phones[1], validTo: '2026-09-30', source: 'neighbour' })
    for (const [today, expected] of [
      ['2026-04-30', false],
      ['2026-05-01', true],
      ['2026-09-30', true],
      ['2026-10-01', false],
    ] as const)
      expect(added && isPhoneInForce(added, today)).toBe(expected)
  })

  it('ways of being told are kept in the order asked for, each once, with what was before', () => {
    const it = world()
    expect(it.run(correctContact, correction(10, { what: 'ways', ways: ['sms', 'post', 'sms'] }))).toBe('ok')
    expect(it.person.preferredWays).toEqual(['sms', 'post'])
    expect(it.run(correctContact, correction(11, { what: 'ways', ways: [] }))).toBe('ok')
    expect(it.person.preferredWays).toEqual([])
    expect([it.change(10).before, it.change(11).before]).toEqual(['', 'sms post'])
  })

  it('mail and address are corrected with what they were', () => {
    const it = world()
    expect(it.run(correctContact, correction(10, { what: 'email', email: 'anna@pochta.invalid' }))).toBe('ok')
    expect(correctContact.args.safeParse(correction(11, { what: 'email', email: 'анна' })).success).toBe(false)
    const address = { street: 'ул. Есенина', house: '1', building: null, flat: '5' }
    expect(it.run(correctContact, correction(12, { what: 'address', address }))).toBe('ok')
    expect(it.person).toMatchObject({ email: 'anna@pochta.invalid', address })
    expect(it.change(12).before).toBe('пр. Просвещения, 15, 42')
  })
})

describe('[P12] consents', () => {
  it('a consent is given with its text version and withdrawn at once', () => {
    const it = world()
    expect(it.run(giveConsent, given(20))).toBe('ok')
    expect(it.person.consents.sms).toBe('given')
    expect(it.run(withdrawConsent, withdrawn(20))).toBe('ok')
    expect(it.person.consents.sms).toBe('withdrawn')
    expect(it.consent(20)).toMatchObject({ textVersion: '2026-1', withdrawal: { on: '2026-11-24', cause: 'byPerson' } })
    expect(it.run(withdrawConsent, withdrawn(20))).toBe('insuredPersons.consentWithdrawn')
  })

  it('a consent from before records were kept is withdrawn too', () => {
    const it = world()
    expect(it.run(withdrawConsent, withdrawn(null, { kind: 'informing' }))).toBe('ok')
    expect(it.person.consents.informing).toBe('withdrawn')
    expect(it.consent(99)).toMatchObject({ textVersion: 'unknown', withdrawal: { on: '2026-11-24' } })
  })

  it('another kind’s consent is not withdrawn by mistake, a future one not given', () => {
    const it = world()
    it.run(giveConsent, given(20))
    expect(it.run(withdrawConsent, withdrawn(20, { kind: 'support' }))).toBe('record.notFound')
    expect(it.run(giveConsent, given(21, { givenOn: '2026-12-01' }))).toBe('insuredPersons.consentInFuture')
    expect(it.run(giveConsent, given(22, { kind: 'personalData', givenOn: '2026-11-25' }))).toBe(
      'insuredPersons.consentInFuture',
    )
  })
})
