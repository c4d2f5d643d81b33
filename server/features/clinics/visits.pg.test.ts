import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import type { Booking } from '#shared/features/clinics/booking.ts'
import { assist, type BookArgs, book, settleBooking } from '#shared/features/clinics/commands.ts'
import type { SlotDay } from '#shared/features/clinics/slot-day.ts'
import { correctContact, giveConsent } from '#shared/features/insured-persons/commands.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { BookingId, PersonId } from '#shared/kernel/ids.ts'
import type { CommandAnswer } from '#shared/protocol/push.ts'

const ids = tinyIds()
const person = (serial: number): PersonId => ids.person(serial + 0x10_0000) as PersonId

function bookArgs(personId: PersonId, time: string, more: Partial<BookArgs> = {}): BookArgs {
  return {
    id: newId<BookingId>(),
    personId,
    clinicId: ids.clinics[0],
    unit: 1,
    what: 'checkUp',
    place: { on: '2026-11-26', time },
    wish: null,
    note: '',
    informingId: null,
    ...more,
  }
}
function recordOf<T>(answer: CommandAnswer | undefined, kind: string): T {
  return answer?.records.find((record) => record.kind === kind)?.data as T
}
const codeOf = (answer: CommandAnswer | undefined): string =>
  answer?.status === 'refused' ? answer.refusal.code : (answer?.status ?? '')

describeOnEngines('visits', (open) => {
  let server: TestServer
  let operator: TestDesk
  let post: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    operator = await server.desk('operator')
    post = await server.desk('post')
  })
  afterAll(() => server.close())

  const one = async <Args>(desk: TestDesk, command: Parameters<typeof desk.command<Args>>[0], args: Args) =>
    (await desk.pushed(desk.command(command, args))).answers[0]

  it('[P11] two desks that book the last place at once: one has it, the other is told so', async () => {
    const answers = await Promise.all([
      one(operator, book, bookArgs(person(1), '09:00')),
      one(post, book, bookArgs(person(2), '09:00')),
    ])
    expect(answers.map(codeOf).sort()).toEqual(['applied', 'clinics.slotTaken'])
    const day = recordOf<SlotDay>(
      answers.find((answer) => answer?.status === 'applied'),
      'slotDay',
    )
    expect(day.slots[0]).toEqual({ time: '09:00', places: 1, taken: 1 })
  })

  it('[P6] a booked person stands as booked, one who did not come as absent with the reason', async () => {
    const args = bookArgs(person(3), '18:00')
    const booked = await one(post, book, args)
    expect(recordOf<InsuredPerson>(booked, 'insuredPerson').prevention.state).toBe('booked')
    const end = {
      id: args.id,
      clinicId: args.clinicId,
      unit: 1,
      place: args.place,
      outcome: 'noShow' as const,
      reason: 11,
    }
    const settled = await one(operator, settleBooking, end)
    expect(recordOf<Booking>(settled, 'booking')).toMatchObject({ state: 'noShow', settledBy: ids.user('operator') })
    expect(recordOf<InsuredPerson>(settled, 'insuredPerson').prevention).toMatchObject({ state: 'noShow', reason: 11 })
    expect(codeOf(await one(post, settleBooking, { ...end, outcome: 'came', reason: null }))).toBe(
      'clinics.alreadySettled',
    )
  })

  it('a foreign clinic’s person, a foreign role and a foreign booking are refused alike', async () => {
    expect(codeOf(await one(post, book, bookArgs(person(10), '18:00')))).toBe('record.notFound')
    expect(codeOf(await one(post, book, bookArgs(newId<PersonId>(), '18:00')))).toBe('record.notFound')
    expect(codeOf(await one(await server.desk('admin'), book, bookArgs(person(4), '18:00')))).toBe('rights.notAllowed')
    const args = bookArgs(person(10), '18:00', { clinicId: ids.clinics[1] })
    expect(codeOf(await one(operator, book, args))).toBe('applied')
    const end = {
      id: args.id,
      clinicId: args.clinicId,
      unit: 1,
      place: args.place,
      outcome: 'came' as const,
      reason: null,
    }
    expect(codeOf(await one(post, settleBooking, end))).toBe('record.notFound')
    const nobody = await server.inject({ method: 'POST', url: '/api/sync/push', payload: {} })
    expect(nobody.statusCode).toBe(401)
  })

  it('[E9] an assistance is kept with who gave it', async () => {
    const args = { id: newId<never>(), personId: person(5), clinicId: ids.clinics[0], kind: 'queue', note: '' }
    expect(recordOf(await one(post, assist, args), 'assistance')).toMatchObject({ ...args, userId: ids.user('post') })
    expect(codeOf(await one(post, assist, { ...args, id: newId<never>(), personId: person(10) }))).toBe(
      'record.notFound',
    )
  })

  it('[P12] a consent is taken by a text in force only, contact data of one’s own clinics only', async () => {
    const args = {
      id: newId<never>(),
      personId: person(6),
      kind: 'sms' as const,
      textVersion: '2026-1',
      way: 'atPost' as const,
      givenOn: '2026-11-24',
      note: '',
    }
    expect(codeOf(await one(post, giveConsent, { ...args, textVersion: '1999-1' }))).toBe(
      'insuredPersons.consentTextNotInForce',
    )
    const given = await one(post, giveConsent, args)
    expect(recordOf<InsuredPerson>(given, 'insuredPerson').consents.sms).toBe('given')
    const correction = {
      id: newId<never>(),
      personId: person(10),
      correction: { what: 'addPhone' as const, number: '+70001112233', kind: 'mobile' as const },
      source: 'relative' as const,
      note: '',
    }
    expect(codeOf(await one(post, correctContact, correction))).toBe('record.notFound')
    const corrected = await one(post, correctContact, { ...correction, personId: person(7) })
    expect(recordOf<InsuredPerson>(corrected, 'insuredPerson').phones.at(-1)?.number).toBe('+70001112233')
  })

  it('[PUSH3] two corrections of different things made apart are both kept', async () => {
    const correction = (what: object) =>
      ({ id: newId<never>(), personId: person(8), correction: what, source: 'person', note: '' }) as never
    const seen = { seen: { [`insuredPerson:${person(8)}`]: 1 } }
    await post.pushed(post.command(correctContact, correction({ what: 'email', email: 'a@pochta.invalid' }), seen))
    const added = correction({ what: 'addPhone', number: '+70004445566', kind: 'home' })
    const answer = await operator.pushed(operator.command(correctContact, added, seen))
    expect(answer.answers[0]?.status).toBe('rebased')
    expect(recordOf<InsuredPerson>(answer.answers[0], 'insuredPerson')).toMatchObject({
      email: 'a@pochta.invalid',
      phones: [{}, { number: '+70004445566' }],
    })
  })
})
