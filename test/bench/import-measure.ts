import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { startProgram } from '#scripts/child-process.ts'
import type { Database } from '#server/db/database.ts'
import { must } from '#shared/kernel/result.ts'
import { polyclinicTemplate } from '#test/e2e/harness/api-process.ts'

export const LIST_KINDS = ['xml', 'csv', 'xlsx'] as const
export type ListKind = (typeof LIST_KINDS)[number]

/** Where a list is loaded, and by whom. */
export interface ListPlace {
  readonly orgId: string
  readonly userId: string
  readonly clinicId: string
  readonly clinicCode: string
  readonly insurerCode: string
}

/** What one run of `import-process.ts` found. */
export interface ImportMeasure {
  readonly rows: number
  /** Seconds of each step. */
  readonly seconds: Readonly<Record<string, number>>
  /** Highest resident memory of the process from its start to its end, in MB. */
  readonly peakMb: number
}

export interface MeasuredWay {
  readonly way: 'idle' | 'streamed' | 'whole' | 'import' | 'naive'
  readonly file?: string
  readonly place?: ListPlace
  /** Rows of one batch; the usual number when left out. */
  readonly atOnce?: number
}

export async function placeOf({ db }: Database): Promise<ListPlace> {
  const { rows } = await sql<ListPlace>`
    select org.id as "orgId", org.insurer_code as "insurerCode", clinic.id as "clinicId",
      clinic.data->>'registerCode' as "clinicCode",
      (select id from users where org_id = org.id and role = 'L2' order by id limit 1) as "userId"
    from organisations org join clinics clinic on clinic.org_id = org.id limit 1`.execute(db)
  return must(rows[0], 'organisation')
}

/** Runs one way in a process of its own; what writes has a fresh copy of the polyclinic. @throws Error with what the process said */
export async function measured({ way, file, place, atOnce }: MeasuredWay): Promise<ImportMeasure> {
  const needsDatabase = way === 'import' || way === 'naive'
  const folder = needsDatabase ? mkdtempSync(join(tmpdir(), 'opora-import-')) : null
  if (folder !== null) cpSync(polyclinicTemplate('full'), folder, { recursive: true })
  const lines: string[] = []
  const option = (name: string, value: string | undefined | null): string[] => (value ? [`--${name}`, value] : [])
  try {
    const child = startProgram('import process', join(import.meta.dirname, 'import-process.ts'), {
      args: [
        ...option('way', way),
        ...option('file', file),
        ...option('place', place === undefined ? null : JSON.stringify(place)),
        ...option('database', folder),
        ...option('at-once', atOnce?.toString()),
      ],
      onLine: (line) => lines.push(line),
    })
    if ((await child.ended) !== 0) throw new Error(`The ${way} run of ${file ?? 'nothing'} failed: ${lines.join('\n')}`)
    return JSON.parse(lines.at(-1) ?? '') as ImportMeasure
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}
