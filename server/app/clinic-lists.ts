import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Database } from '#server/db/database.ts'
import { ImportRunner } from '#server/features/preventive-care/import/import-runner.ts'
import { clinicListRoutes } from '#server/features/preventive-care/import/routes.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Config } from '#server/platform/config.ts'
import type { Api } from '#server/platform/http-api.ts'
import type { RouteStep } from '#server/platform/request-actor.ts'
import { insuredPerson } from '#shared/features/insured-persons/person.ts'
import type { KnownPerson } from '#shared/features/preventive-care/import/known-person.ts'
import { listProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import { listProtocol } from '#shared/features/preventive-care/import/list-protocol.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { RECORD_KINDS } from './record-kinds.ts'

const REFERENCE = join(import.meta.dirname, '../../assets/reference')
/** How often a node looks for imports that another one left behind. */
const RESUME_EVERY_MS = 30_000

export interface ClinicListParts {
  readonly config: Config
  readonly database: Database
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
}

/** Lists of clinics with their worker, which starts and stops with the API. */
export function mountClinicLists(api: Api, parts: ClinicListParts): void {
  const { config, database, now, audit, authenticate } = parts
  const onFailure = (error: unknown): void => api.log.error({ err: error }, 'import failed')
  const runner = new ImportRunner({
    db: database.db,
    kinds: RECORD_KINDS,
    profile: readReference('clinic-list-profile.ru.json', listProfile),
    zoneOffsetMinutes: config.zoneOffsetMinutes,
    now,
    newId: () => newUuid(now(), randomBytes),
    completeCard,
    onFailure,
  })
  const protocol = readReference('clinic-list-protocol.ru.json', listProtocol)
  clinicListRoutes(api, { db: database.db, now, audit, authenticate, runner, protocol })
  const resume = (): void => void runner.resume().catch(onFailure)
  const timer = setInterval(resume, RESUME_EVERY_MS).unref()
  api.addHook('onReady', async () => resume())
  api.addHook('onClose', async () => {
    clearInterval(timer)
    await runner.stop()
  })
}

/** A person whom a list brought has no consents and marks yet, and an address that nobody has told. */
function completeCard(begun: KnownPerson): KnownPerson {
  return insuredPerson.parse({
    ...begun,
    email: null,
    address: { street: '', house: '', building: null, flat: null },
    marks: [],
    priorityGround: null,
    consents: { informing: 'none', sms: 'none', support: 'none' },
  })
}

function readReference<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(REFERENCE, name), 'utf8')))
}
