import { type RawBuilder, sql } from 'kysely'
import type { PolyclinicBatch, SyntheticOrganisation, SyntheticUser } from '#server/synthetic/polyclinic.ts'
import type { AppealClassifier } from '#shared/features/appeals/classifier.ts'
import { parseRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { must } from '#shared/kernel/result.ts'
import type { RecordKind, RecordTypes } from '#shared/protocol/registry.ts'
import type { Db, Tx } from './database.ts'
import type { RecordKinds, ScopeLookups } from './record-kind.ts'
import { type RecordToWrite, writeRecords } from './record-store.ts'

export interface SeedSource {
  readonly batches: Iterable<PolyclinicBatch>
  readonly classifiers: readonly AppealClassifier[]
  readonly scripts: readonly CallScript[]
  readonly articles?: readonly KnowledgeArticle[]
  /** Hash of the password that all synthetic users share. */
  readonly passwordHash: string
}

/** Work done of all work, 0 to 1. */
export type SeedProgress = (share: number) => void

export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.selectFrom('organisations').select('id').limit(1).executeTakeFirst()) === undefined
}

/**
 * Fills an empty database with a synthetic polyclinic in one transaction: an interrupted load leaves nothing behind. Records come
 * without change rows, so the caller raises the floor of the change log in the same transaction (`afterLoad`).
 */
export async function loadPolyclinic(
  db: Db,
  kinds: RecordKinds,
  source: SeedSource,
  onProgress: SeedProgress,
  afterLoad: (tx: Tx) => Promise<void>,
): Promise<SyntheticOrganisation> {
  return db.transaction().execute(async (tx) => {
    const loader = new PolyclinicLoader(tx, kinds, source.passwordHash)
    for (const batch of source.batches) {
      await loader.load(batch)
      onProgress(batch.total === 0 ? 0 : batch.done / batch.total)
    }
    await loader.loadReference(source)
    await loader.enterNumbers()
    await afterLoad(tx)
    return loader.organisation
  })
}

class PolyclinicLoader {
  readonly #tx: Tx
  readonly #kinds: RecordKinds
  readonly #passwordHash: string
  readonly #clinicOfPerson = new Map<string, string>()
  readonly #users = new Map<string, SyntheticUser>()
  #organisation: SyntheticOrganisation | null = null

  constructor(tx: Tx, kinds: RecordKinds, passwordHash: string) {
    this.#tx = tx
    this.#kinds = kinds
    this.#passwordHash = passwordHash
  }

  get organisation(): SyntheticOrganisation {
    return must(this.#organisation, 'organisation, the first batch')
  }

  /** Answers from what was loaded in this run, for a query per record would take minutes. */
  get #lookups(): ScopeLookups {
    return {
      clinicOfPerson: async (id) => this.#clinicOfPerson.get(id) ?? null,
      isServedBy: async (userId, clinicId) => {
        const user = this.#users.get(userId)
        return user !== undefined && (user.role === 'SV' || user.clinicIds.some((id) => id === clinicId))
      },
      isClinic: async () => true,
      insurerCode: async () => this.organisation.insurerCode,
    }
  }

  async load(batch: PolyclinicBatch): Promise<void> {
    switch (batch.kind) {
      case 'organisation':
        for (const row of batch.rows) await this.#loadOrganisation(row)
        return
      case 'users':
        return this.#loadUsers(batch.rows)
      case 'persons':
        for (const person of batch.rows) this.#clinicOfPerson.set(person.id, person.clinicId)
        return this.#loadRecords('insuredPerson', batch.rows)
      case 'otherInsured':
        return this.#insertRows(sql.table('other_insured'), batch.rows, {
          id: 'text',
          insurerCode: 'text',
          policyNumber: 'text',
          birthDate: 'date',
          sex: 'text',
          clinicId: 'text',
          unit: 'integer',
          precinct: 'integer',
        })
      case 'healthFacts':
        return this.#insertRows(sql.table('health_facts'), batch.rows, {
          id: 'text',
          personId: 'text',
          clinicId: 'text',
          kind: 'text',
          code: 'text',
          since: 'date',
          dispensary: 'boolean',
        })
      case 'clinics':
        return this.#loadRecords('clinic', batch.rows)
      case 'slotDays':
        return this.#loadRecords('slotDay', batch.rows)
      case 'appeals':
        return this.#loadRecords('appeal', batch.rows)
      case 'complaintCases':
        return this.#loadRecords('complaintCase', batch.rows)
      case 'informings':
        return this.#loadRecords('informing', batch.rows)
      case 'calls':
        return this.#loadRecords('call', batch.rows)
      case 'scriptRuns':
        return this.#loadRecords('scriptRun', batch.rows)
    }
  }

  async loadReference(source: SeedSource): Promise<void> {
    await this.#loadRecords(
      'appealClassifier',
      source.classifiers,
      (classifier) => `${classifier.id}@${classifier.version}`,
    )
    await this.#loadRecords('callScript', source.scripts, (script) => `${script.id}@${script.version}`)
    await this.#loadRecords('knowledgeArticle', source.articles ?? [])
  }

  /** Numbers of loaded appeals are used up; leases begin after the greatest of each journal and year (rule NUM1). */
  async enterNumbers(): Promise<void> {
    const { rows } = await sql<{ id: string; number: string }>`
      select id, number from appeals where org_id = ${this.organisation.id}`.execute(this.#tx)
    const uses = rows.flatMap(({ id, number }) => {
      const place = parseRegistrationNumber(number)
      return place ? [{ ...place, record_id: id }] : []
    })
    await sql`insert into number_uses (journal, year, serial, record_id, used_at)
      select journal, year, serial, record_id, now() from json_to_recordset(${JSON.stringify(uses)}::json)
        as given (journal text, year integer, serial integer, record_id text)`.execute(this.#tx)
    await sql`insert into number_counters (journal, year, next_serial)
      select journal, year, max(serial) + 1 from number_uses group by journal, year
      on conflict (journal, year) do update set next_serial = greatest(number_counters.next_serial, excluded.next_serial)`.execute(
      this.#tx,
    )
  }

  async #loadOrganisation(row: SyntheticOrganisation): Promise<void> {
    this.#organisation = row
    await this.#tx
      .insertInto('organisations')
      .values({ id: row.id, name: row.name, insurer_code: row.insurerCode, journal: row.journal })
      .execute()
  }

  async #loadUsers(users: readonly SyntheticUser[]): Promise<void> {
    for (const user of users) this.#users.set(user.id, user)
    await this.#tx
      .insertInto('users')
      .values(
        users.map((user) => ({
          id: user.id,
          org_id: this.organisation.id,
          login: user.login,
          name: user.name,
          role: user.role,
          extension: user.extension,
          clinic_ids: [...user.clinicIds],
          password_hash: this.#passwordHash,
          active: user.active,
        })),
      )
      .execute()
    await this.#loadDocuments(users)
    await this.#loadRecords(
      'representative',
      users.map(({ login: _login, documents, ...representative }) => ({
        ...representative,
        admissions: documents.filter(({ kind }) => kind === 'admission').map(({ from, until }) => ({ from, until })),
      })),
    )
  }

  async #loadDocuments(users: readonly SyntheticUser[]): Promise<void> {
    const rows = users.flatMap(({ id, documents }) => documents.map((document) => ({ ...document, userId: id })))
    await sql`insert into staff_documents (id, org_id, user_id, kind, document_number, valid_from, valid_until, entered_at)
      select gen_random_uuid()::text, ${this.organisation.id}, "userId", kind, "documentNumber", "from", until, now()
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as given ("userId" text, kind text, "documentNumber" text, "from" date, until date)`.execute(this.#tx)
  }

  async #loadRecords<K extends RecordKind>(
    kind: K,
    rows: readonly RecordTypes[K][],
    idOf: (row: RecordTypes[K]) => string = (row) => row.id,
  ): Promise<void> {
    const definition = must(this.#kinds.get(kind), `kind ${kind}`)
    const orgId = this.organisation.id
    const records: RecordToWrite[] = rows.map((data) => ({ kind, id: idOf(data), version: 1, orgId, data }))
    await writeRecords(this.#tx, definition, records)
    const places: { scope: string; record_id: string }[] = []
    for (const record of records)
      for (const scope of await definition.scopesOf(record.data as never, orgId, this.#lookups))
        places.push({ scope, record_id: record.id })
    await sql`insert into scope_records (scope, kind, record_id)
      select scope, ${kind}, record_id from json_to_recordset(${JSON.stringify(places)}::json)
        as given (scope text, record_id text)`.execute(this.#tx)
  }

  /** Plain rows whose fields are columns in camel case. */
  async #insertRows(
    table: RawBuilder<unknown>,
    rows: readonly object[],
    columns: Readonly<Record<string, string>>,
  ): Promise<void> {
    const given = sql.join(Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`))
    const fields = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
    const targets = sql.join(
      Object.keys(columns).map((name) => sql.ref(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))),
    )
    await sql`insert into ${table} (org_id, ${targets})
      select ${this.organisation.id}, ${fields} from json_to_recordset(${JSON.stringify(rows)}::json) as given (${given})`.execute(
      this.#tx,
    )
  }
}
