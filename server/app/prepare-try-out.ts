import { resolve } from 'node:path'
import type { Database } from '#server/db/database.ts'
import { isEmpty } from '#server/db/seed.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import { generatePolyclinic } from '#server/synthetic/generate-polyclinic.ts'
import type { PolyclinicSize } from '#server/synthetic/polyclinic.ts'
import { readReferenceData } from '#server/synthetic/reference-data.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { fillDatabase } from './fill-database.ts'
import { TRY_OUT_PASSWORD } from './try-out.ts'

const ASSETS = resolve(import.meta.dirname, '../../assets')
/** Every try-out has the same people, so that `npm run call -- --person 17` means the same person for everybody. */
const SEED = 2026
/** Share of the whole time that the records take; the pages take the rest. */
const RECORDS_SHARE = 0.85

/** Fills an empty database with the synthetic polyclinic as of `today`; does nothing when somebody is in it already. `onShare` is told 0 to 1. */
export async function prepareTryOut(
  database: Database,
  size: PolyclinicSize,
  today: LocalDate,
  onShare: (share: number) => void,
): Promise<void> {
  if (!(await isEmpty(database.db))) return
  const reference = readReferenceData(ASSETS)
  const source = {
    batches: generatePolyclinic({ seed: SEED, size, today, reference }),
    classifiers: [reference.classifier],
    scripts: reference.scripts,
    articles: reference.articles,
    passwordHash: await hashPassword(TRY_OUT_PASSWORD),
  }
  await fillDatabase(database, source, ({ step, share }) =>
    onShare(step === 'records' ? share * RECORDS_SHARE : RECORDS_SHARE + share * (1 - RECORDS_SHARE)),
  )
}
