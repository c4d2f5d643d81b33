import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { correctContact, giveConsent, withdrawConsent } from '#shared/features/insured-persons/commands.ts'
import type { ContactCorrection } from '#shared/features/insured-persons/contact-change.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import { must } from '#shared/kernel/result.ts'
import { seenFields } from '#shared/protocol/field-merge.ts'
import type { CommandAnswer } from '#shared/protocol/push.ts'

const ids = tinyIds()
const PERSON = ids.person(0x10_0001)

interface Seen {
  readonly version: number
  readonly data: InsuredPerson
}

describeOnEngines('[MERGE1] two desks and one person', (open) => {
  let server: TestServer
  let post: TestDesk
  let operator: TestDesk
  /** The person as both desks have it when they lose the network. */
  let seen: Seen
  beforeAll(async () => {
    server = await startTestServer(open)
    post = await server.desk('post')
    operator = await server.desk('operator')
  })
  beforeEach(async () => {
    // What an earlier test changed is what this one begins with.
    seen = await personNow()
  })
  afterAll(() => server.close())

  async function send<Args>(desk: TestDesk, definition: CommandDefinition<Args>, args: Args): Promise<CommandAnswer> {
    const read = (kind: string): unknown => (kind === 'insuredPerson' ? seen.data : undefined)
    const fields = seenFields(definition as CommandDefinition, args, read)
    const command = desk.command(definition, args, {
      seen: { [`insuredPerson:${seen.data.id}`]: seen.version },
      ...(fields === undefined ? {} : { seenFields: fields }),
    })
    const { answers } = await desk.pushed(command)
    return answers[0] as CommandAnswer
  }
  const correction = (what: ContactCorrection) => ({
    id: newId<never>(),
    personId: seen.data.id,
    correction: what,
    source: 'person' as const,
    note: '',
  })
  async function personNow(): Promise<Seen> {
    const { db } = server.database
    const [found] = (await loadRecords(db, RECORD_KINDS, ids.org, [{ kind: 'insuredPerson', id: PERSON }])).values()
    return must(found as Seen | undefined, 'person')
  }

  it('joins changes of different fields and says that they were joined', async () => {
    const email = await send(post, correctContact, correction({ what: 'email', email: 'post@example.invalid' }))
    const ways = await send(operator, correctContact, correction({ what: 'ways', ways: ['sms'] }))
    expect([email.status, ways.status]).toEqual(['applied', 'rebased'])
    expect((await personNow()).data).toMatchObject({ email: 'post@example.invalid', preferredWays: ['sms'] })
  })

  it('overwrites nothing in the same field, and sends back what stands there now', async () => {
    await send(post, correctContact, correction({ what: 'email', email: 'first@example.invalid' }))
    const late = await send(operator, correctContact, correction({ what: 'email', email: 'second@example.invalid' }))
    expect(late).toMatchObject({
      status: 'refused',
      refusal: { code: 'record.conflict', field: 'correction.email', args: { field: 'email' } },
    })
    expect(late.records).toMatchObject([{ kind: 'insuredPerson', data: { email: 'first@example.invalid' } }])
    expect((await personNow()).data.email).toBe('first@example.invalid')
  })

  it('takes the same value from both', async () => {
    await send(post, correctContact, correction({ what: 'email', email: 'same@example.invalid' }))
    const late = await send(operator, correctContact, correction({ what: 'email', email: 'same@example.invalid' }))
    expect(late.status).toBe('rebased')
  })

  it('does not give a consent again that was withdrawn meanwhile, unless that was seen', async () => {
    const kind = 'sms' as const
    const given = () => ({
      id: newId<never>(),
      personId: seen.data.id,
      kind,
      textVersion: '2026-1',
      way: 'atPost' as const,
      givenOn: '2026-11-24',
      note: '',
    })
    const before = seen.data.consents.sms
    const ending = {
      id: null,
      newId: newId<never>(),
      personId: seen.data.id,
      kind,
      on: '2026-11-24',
      cause: 'byPerson' as const,
      note: '',
    }
    expect((await send(post, withdrawConsent, ending)).status).toBe('applied')
    if (before !== 'withdrawn') {
      const late = await send(operator, giveConsent, given())
      expect(late).toMatchObject({
        status: 'refused',
        refusal: { code: 'record.conflict', args: { field: 'consents.sms' } },
      })
    }
    expect((await personNow()).data.consents.sms).toBe('withdrawn')
    seen = await personNow()
    expect((await send(operator, giveConsent, given())).status).not.toBe('refused')
  })

  it('says nothing of a person out of reach', async () => {
    const stranger = { ...seen.data, id: ids.person(0x10_ffff) } as InsuredPerson
    seen = { version: 1, data: stranger }
    const late = await send(operator, correctContact, correction({ what: 'email', email: 'x@example.invalid' }))
    expect(late).toMatchObject({ status: 'refused', refusal: { code: 'record.notFound' }, records: [] })
  })
})
