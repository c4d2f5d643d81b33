import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCampaignPlan } from '#shared/builders/a-campaign.ts'
import {
  type CampaignChoice,
  type CampaignContact,
  type CampaignPlan,
  isChosen,
} from '#shared/features/campaigns/campaign.ts'
import { type RecordAttemptArgs, recordAttempt } from '#shared/features/campaigns/commands.ts'
import type { CampaignProgress } from '#shared/features/campaigns/progress.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { ClaimAnswer } from '#shared/features/work-queues/claim.ts'
import type { PersonId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const [clinic] = ids.clinics
const survey: unknown = JSON.parse(readFileSync('assets/surveys/quality-of-care.json', 'utf8'))

describeOnEngines('campaigns of surveys', (open) => {
  let server: TestServer
  let lead: TestDesk
  let operator: TestDesk
  let other: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    const orgs = await server.database.db.selectFrom('organisations').select('id').execute()
    for (const { id } of orgs)
      await sql`insert into call_scripts (id, org_id, version, data)
        values (${`quality-of-care@1/${id}`}, ${id}, 1, ${JSON.stringify(survey)}::jsonb)`.execute(server.database.db)
    ;[lead, operator, other] = [
      await server.desk('supervisor'),
      await server.desk('operator'),
      await server.desk('post'),
    ]
  })
  afterAll(() => server.close())
  // Each test has its campaigns alone: a person may be called for any that runs.
  beforeEach(async () => {
    for (const { campaign } of (await lead.get('/api/campaigns')).json<{ items: CampaignProgress[] }>().items)
      await lead.post(`/api/campaigns/${campaign.id}/close`, {})
  })

  async function made(choice: Partial<CampaignChoice> = {}, plan: Partial<CampaignPlan> = {}): Promise<string> {
    const id = newId()
    const answer = await lead.post('/api/campaigns', {
      id,
      plan: aCampaignPlan({ clinicIds: [clinic], ...choice }, plan),
    })
    expect(answer.statusCode, answer.body).toBe(200)
    return id
  }
  const progressOf = async (id: string): Promise<CampaignProgress | undefined> =>
    (await lead.get('/api/campaigns')).json<{ items: CampaignProgress[] }>().items.find((it) => it.campaign.id === id)
  async function contactsOf(id: string): Promise<CampaignContact[]> {
    const { rows } = await sql<{ data: CampaignContact }>`
      select data from campaign_contacts where campaign_id = ${id} order by person_id`.execute(server.database.db)
    return rows.map(({ data }) => data)
  }
  const claim = async (desk: TestDesk, personIds: string[], isBlock = false): Promise<ClaimAnswer> =>
    (
      await desk.post('/api/work-queues/claims', { queue: 'survey', personIds, want: personIds.length, isBlock })
    ).json<ClaimAnswer>()
  async function attempted(desk: TestDesk, args: Omit<RecordAttemptArgs, 'callBackAt'> & { callBackAt?: string }) {
    const command = desk.command(recordAttempt, { callBackAt: null, ...args })
    return (await desk.pushed(command)).answers[0]
  }

  it('[C8] chooses in SQL whom the shared rule chooses, and counts who can be called', async () => {
    const { rows } = await sql<{ data: InsuredPerson }>`
      select person.data from insured_persons person join organisations on organisations.id = person.org_id
        and organisations.insurer_code = person.insurer_code
      where person.org_id = ${lead.session.user.orgId} and person.data is not null`.execute(server.database.db)
    const choices: Partial<CampaignChoice>[] = [
      {},
      { sex: 'female' },
      { ageFrom: 40, ageTo: 64 },
      { due: 'checkUp', states: ['notInvited', 'noShow'] },
      { marks: ['dispensaryObservation', 'lowMobility'] },
    ]
    for (const part of choices) {
      const { choice } = aCampaignPlan({ clinicIds: [clinic], ...part })
      const wanted = rows.filter(({ data }) => isChosen(data, choice, 2026))
      const counted = (await lead.post('/api/campaigns/preview', choice)).json()
      expect(counted).toEqual({
        people: wanted.length,
        withPhone: wanted.filter(({ data }) => data.phones.some(({ valid }) => valid)).length,
      })
    }
  })

  it('[C8] makes the queue once, sends it to the clinic’s desks, and refuses what cannot stand', async () => {
    const id = newId()
    const plan = aCampaignPlan({ clinicIds: [clinic] })
    for (const _ of [1, 2]) expect((await lead.post('/api/campaigns', { id, plan })).statusCode).toBe(200)
    const contacts = await contactsOf(id)
    expect(contacts.length).toBeGreaterThan(3)
    expect(await progressOf(id)).toMatchObject({ people: contacts.length, waiting: contacts.length, answered: 0 })
    const scopes = await server.database.db
      .selectFrom('scope_records')
      .select('scope')
      .where('record_id', '=', contacts[0]?.id ?? '')
      .execute()
    expect(scopes).toEqual([{ scope: `registry:${clinic}` }])
    const codeOf = async (bad: CampaignPlan) =>
      (await lead.post('/api/campaigns', { id: newId(), plan: bad })).json().error
    expect((await codeOf({ ...plan, to: '2026-10-01' })).issues).toHaveLength(2)
    expect((await codeOf({ ...plan, scriptId: 'no-such-survey' })).code).toBe('campaigns.unknownSurvey')
    expect((await codeOf(aCampaignPlan({ clinicIds: [clinic], ageFrom: 129 }))).code).toBe('campaigns.nobody')
    const foreign = aCampaignPlan({ clinicIds: [newId()] })
    expect((await other.post('/api/campaigns', { id: newId(), plan: foreign })).statusCode).toBe(404)
  })

  it('[LEASE1] offers a person to one representative; an attempt ends the claim and the day', async () => {
    const id = await made()
    const [first] = await contactsOf(id)
    const personId = first?.personId as PersonId
    expect((await claim(operator, [personId])).claims).toHaveLength(1)
    expect((await claim(other, [personId])).notTaken[0]?.refusal.code).toBe('workQueues.heldByOther')
    expect(await attempted(operator, { campaignId: id, personId, outcome: 'notReached' })).toMatchObject({
      status: 'applied',
    })
    expect((await claim(other, [personId])).notTaken[0]?.refusal.code).toBe('campaigns.calledToday')
    expect(await progressOf(id)).toMatchObject({ attempts: 1, attemptsToday: 1 })
  })

  it('[C8] calls nobody again who refused, in this campaign or the next', async () => {
    const id = await made()
    const [first] = await contactsOf(id)
    const personId = first?.personId as PersonId
    await attempted(operator, { campaignId: id, personId, outcome: 'refused' })
    expect((await claim(other, [personId])).notTaken[0]?.refusal.code).toBe('campaigns.refused')
    const next = await made()
    expect((await contactsOf(next)).map((contact) => contact.personId)).not.toContain(personId)
  })

  it('[C8] counts answers and quotas, and ends with the answers wanted', async () => {
    const { rows } = await sql<{ data: InsuredPerson }>`
      select data from insured_persons where org_id = ${lead.session.user.orgId} and clinic_id = ${clinic}
        and data is not null`.execute(server.database.db)
    const id = await made({}, { wanted: 2 })
    const contacts = (await contactsOf(id)).filter(({ state }) => state === 'waiting').slice(0, 2)
    const old = contacts.filter((contact) => {
      const person = rows.find(({ data }) => data.id === contact.personId)?.data
      return 2026 - Number(person?.birthDate.slice(0, 4)) > 60
    })
    for (const { personId } of contacts) {
      await attempted(operator, { campaignId: id, personId, outcome: 'answered' })
      await attempted(operator, { campaignId: id, personId, outcome: 'answered' })
    }
    const progress = await progressOf(id)
    expect(progress).toMatchObject({ answered: 2, campaign: { answered: 2 } })
    expect(progress?.campaign.quotas).toMatchObject([{ id: 'age-full', taken: old.length }])
    const third = (await contactsOf(id))[2]
    if (third) expect((await claim(operator, [third.personId])).claims).toEqual([])
  })

  it('ends by hand for everybody, and only for who may', async () => {
    const id = await made()
    expect((await operator.post(`/api/campaigns/${id}/close`, {})).statusCode).toBe(403)
    expect((await (await server.desk('supervisor-1')).post(`/api/campaigns/${id}/close`, {})).statusCode).toBe(404)
    expect((await lead.post(`/api/campaigns/${id}/close`, {})).statusCode).toBe(204)
    const [first] = await contactsOf(id)
    const answer = await claim(operator, [first?.personId ?? ''])
    expect(answer.claims).toHaveLength(0)
  })
})
