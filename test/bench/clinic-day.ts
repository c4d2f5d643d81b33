import { sql } from 'kysely'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import type { Db } from '#server/db/database.ts'
import type { RecordToWrite } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { must } from '#shared/kernel/result.ts'
import { RandomSource } from '#test/simulation/random-source.ts'

/**
 * What is written in a day at a polyclinic of 67,400 insured: informings as planned in the sources (200–220 a day, REQUIREMENTS P4), appeals as
 * in a year of them (one for twelve insured), about eighty calls for each of fourteen operators, each written when it ends and again when it
 * is wrapped up.
 */
const DAY = { call: 1_200, wrapUp: 1_200, informing: 220, card: 200, contact: 120, appeal: 60 } as const
type Deed = keyof typeof DAY

export const DAY_WRITES = Object.values(DAY).reduce((sum, count) => sum + count, 0)

interface Place {
  readonly orgId: string
  readonly clinicId: string
  readonly userIds: readonly string[]
  readonly personIds: readonly string[]
}

/** The writes of one day in an order that depends on the seed alone; each call of `next` is one transaction, as a command's is. */
export class ClinicDay {
  readonly #random: RandomSource
  readonly #deeds: Deed[]
  readonly #toWrapUp: ReturnType<typeof aCall>[] = []
  #serial = 0

  private constructor(
    private readonly db: Db,
    private readonly place: Place,
    seed: number,
    private readonly beginMs: number,
  ) {
    this.#random = new RandomSource(seed)
    const counts = Object.entries(DAY) as [Deed, number][]
    this.#deeds = counts.flatMap(([deed, count]) => Array<Deed>(deed === 'wrapUp' ? 0 : count).fill(deed))
    for (let at = this.#deeds.length - 1; at > 0; at -= 1) {
      const other = this.#random.below(at + 1)
      ;[this.#deeds[at], this.#deeds[other]] = [this.#deeds[other] as Deed, this.#deeds[at] as Deed]
    }
    // A call is wrapped up right after it.
    this.#deeds = this.#deeds.flatMap((deed): Deed[] => (deed === 'call' ? ['call', 'wrapUp'] : [deed]))
  }

  /** @param beginMs epoch milliseconds of the day's begin, for the ids */
  static async begin(db: Db, seed: number, beginMs: number): Promise<ClinicDay> {
    const { rows } = await sql<Place>`
      select org.id as "orgId", clinic.id as "clinicId",
        (select array_agg(id order by id) from users where org_id = org.id and role = 'L1') as "userIds",
        (select array_agg(person_id order by person_id) from (
          select record_id as person_id from scope_records
          where scope = 'registry:' || clinic.id and kind = 'insuredPerson') as held) as "personIds"
      from organisations org join clinics clinic on clinic.org_id = org.id limit 1`.execute(db)
    return new ClinicDay(db, must(rows[0], 'organisation'), seed, beginMs)
  }

  /** Scopes that a desk of this clinic and its supervisor load, largest first. */
  get scopes(): readonly string[] {
    const { clinicId, orgId } = this.place
    return [`registry:${clinicId}`, `journal:${clinicId}`, `team:${orgId}`]
  }

  get persons(): number {
    return this.place.personIds.length
  }

  async next(): Promise<void> {
    const deed = must(this.#deeds.shift(), 'deed of the day')
    const records = await this.#recordsOf(deed)
    await this.db.transaction().execute(async (tx) => {
      const lookups = scopeLookups(tx, this.place.orgId)
      if (!(await writeScopedRecords(tx, RECORD_KINDS, lookups, records))) throw new Error(`${deed} was not written`)
    })
  }

  async #recordsOf(deed: Deed): Promise<RecordToWrite[]> {
    const { clinicId, userIds, personIds } = this.place
    this.#serial += 1
    const id = newUuid<never>(this.beginMs + this.#serial * 10_000, (length) => this.#random.bytes(length))
    const at = new Date(this.beginMs + this.#serial * 10_000).toISOString()
    const userId = this.#random.pick(userIds)
    const personId = this.#random.pick(personIds)
    switch (deed) {
      case 'call': {
        const call = aCall({ id, userId: userId as never, personId: personId as never, note: '', wrappedUpAt: null })
        this.#toWrapUp.push(call)
        return [this.#written('call', id, 1, call)]
      }
      case 'wrapUp': {
        const call = must(this.#toWrapUp.shift(), 'call')
        return [this.#written('call', call.id, 2, { ...call, wrappedUpAt: at, note: 'Записана на понедельник, 9:40' })]
      }
      case 'informing': {
        const informing: Informing = {
          ...anInforming({ id, personId: personId as never }),
          userId: userId as never,
          at,
        }
        return [this.#written('informing', id, 1, informing), await this.#changedCard(personId)]
      }
      case 'card':
        return [await this.#changedCard(personId)]
      case 'contact': {
        const contact: Contact = {
          id,
          name: 'Дочь Смирновой А. П.',
          phone: '+70001234567' as never,
          note: '',
          clinicId: clinicId as never,
          createdAt: at,
          createdBy: userId,
        }
        return [this.#written('contact', id, 1, contact)]
      }
      case 'appeal': {
        const appeal = anAppeal({
          id,
          number: `ОЖ-2027-${String(this.#serial).padStart(6, '0')}` as never,
          clinicId: clinicId as never,
          concernsId: personId as never,
          takenBy: userId as never,
        })
        return [this.#written('appeal', id, 1, appeal)]
      }
    }
  }

  async #changedCard(personId: string): Promise<RecordToWrite> {
    const { rows } = await sql<{ version: number; data: object }>`
      select version, data from insured_persons where id = ${personId}`.execute(this.db)
    const card = must(rows[0], 'person')
    return this.#written('insuredPerson', personId, card.version + 1, card.data)
  }

  #written(kind: string, id: string, version: number, data: unknown): RecordToWrite {
    return { kind, id, version, data, orgId: this.place.orgId }
  }
}
