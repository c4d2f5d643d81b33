import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '#server/db/database.ts'
import { appendAudit } from '#server/features/audit/audit-log.ts'
import { deleteExpiredRecordings } from '#server/features/telephony/recording-storage.ts'
import type { Config } from '#server/platform/config.ts'
import { recordingTerms } from '#shared/features/telephony/recording-terms.ts'
import { toInstant } from '#shared/kernel/clock.ts'

const FILE = join(import.meta.dirname, '../../assets/reference/call-recording-terms.ru.json')
/** Terms are counted in days: once a day is enough. */
const EVERY_MS = 86_400_000

/** Folder of the recordings, outside everything that is served. */
export function recordingsFolder(config: Config): string {
  return join(config.dataFolder, 'recordings')
}

/** Deletes recordings whose term is over, now and every day. Returns how to stop. */
export function keepRecordingTerms(
  config: Config,
  { db }: Database,
  now: () => number,
  onFailure: (error: unknown) => void,
): () => void {
  const terms = recordingTerms.parse(JSON.parse(readFileSync(FILE, 'utf8')))
  const run = (): void =>
    void deleteExpiredRecordings({
      db,
      now,
      folder: recordingsFolder(config),
      terms,
      zoneOffsetMinutes: config.zoneOffsetMinutes,
      note: async (tx, orgId, callId) => {
        const deed = { action: 'recording.delete', subject: null, details: { callId, why: 'term' } }
        await appendAudit(tx, orgId, [{ ...deed, userId: null, deviceId: null, at: toInstant(now()), sourceId: null }])
      },
    }).catch(onFailure)
  run()
  const timer = setInterval(run, EVERY_MS)
  return () => clearInterval(timer)
}
