import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { generatePolyclinic } from '#server/synthetic/generate-polyclinic.ts'
import type { PolyclinicKind, PolyclinicRows, PolyclinicSize, ReferenceData } from '#server/synthetic/polyclinic.ts'
import { readReferenceData } from '#server/synthetic/reference-data.ts'

export type CollectedPolyclinic = { [Kind in PolyclinicKind]: PolyclinicRows[Kind][] } & {
  /** SHA-256 over all rows in order. */
  readonly hash: string
  readonly reference: ReferenceData
  /** Processor time of the generation alone: it tells a slip also on a machine that is busy with other tests. */
  readonly cpuMs: number
}

/** The day of the story in tests: late in the year, so that every state of preventive care occurs. */
export const STORY_DAY = '2026-11-24'

/** A whole polyclinic in memory, for tests: `full` takes a few hundred megabytes. */
export function collectPolyclinic(size: PolyclinicSize, seed = 1, today = STORY_DAY): CollectedPolyclinic {
  const reference = readReferenceData(resolve(import.meta.dirname, '../../assets'))
  const hash = createHash('sha256')
  const rows: { [Kind in PolyclinicKind]: PolyclinicRows[Kind][] } = {
    organisation: [],
    clinics: [],
    slotDays: [],
    users: [],
    persons: [],
    otherInsured: [],
    healthFacts: [],
    appeals: [],
    complaintCases: [],
    informings: [],
    calls: [],
    scriptRuns: [],
  }
  let cpuMicros = 0
  let last = process.cpuUsage()
  for (const batch of generatePolyclinic({ seed, size, today, reference })) {
    const spent = process.cpuUsage(last)
    cpuMicros += spent.user + spent.system
    hash.update(JSON.stringify(batch))
    const list: unknown[] = rows[batch.kind]
    list.push(...batch.rows)
    last = process.cpuUsage()
  }
  return { ...rows, hash: hash.digest('hex'), reference, cpuMs: cpuMicros / 1000 }
}
