import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import type { ListProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { applyRows } from './applying-step.ts'
import { claimJob, deleteOutdatedRows, finishJob, type JobRow, keepClaim } from './import-tables.ts'
import { type ImportWork, InterruptedError } from './import-work.ts'
import { ListFileError } from './list-file.ts'
import type { CompleteCard } from './list-registry.ts'
import { matchRows } from './matching-step.ts'
import { readFileIntoRows } from './reading-step.ts'

/** A worker that has said nothing for so long is taken for dead; each batch renews the claim. */
const CLAIM_MS = 60_000
/** An upload that was broken off so long ago will not be continued. */
const ABANDONED_UPLOAD_MS = 3_600_000
const DAY_MS = 86_400_000
const BATCH_ATTEMPTS = 4
/** serialization_failure, deadlock_detected: the same batch may go through next time. */
const RETRIED_SQLSTATES = new Set(['40001', '40P01'])

export interface ImportRunnerParts {
  readonly db: Db
  readonly kinds: RecordKinds
  readonly profile: ListProfile
  readonly zoneOffsetMinutes: number
  readonly now: () => number
  readonly newId: () => string
  readonly completeCard: CompleteCard
  readonly onFailure: (error: unknown) => void
}

/**
 * Works on imports in the background, one after the other, so that several large lists do not add up in memory. All state is in the
 * database: another node, or the same one after a restart, goes on where the last batch was committed.
 */
export class ImportRunner {
  readonly #parts: ImportRunnerParts
  readonly #worker = randomUUID()
  readonly #waiting: string[] = []
  #running: Promise<void> | null = null
  #isStopping = false

  constructor(parts: ImportRunnerParts) {
    this.#parts = parts
  }

  /** There is something to do in this job. */
  wake(jobId: string): void {
    if (this.#isStopping || this.#waiting.includes(jobId)) return
    this.#waiting.push(jobId)
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null
    })
  }

  /** Takes up what a stopped node left behind, and deletes what is kept no longer. At the start of a node, and now and then. */
  async resume(): Promise<void> {
    const { db, now, profile } = this.#parts
    const at = now()
    const daysAgo = (days: number): string => toInstant(at - days * DAY_MS)
    await deleteOutdatedRows(db, {
      at: toInstant(at),
      finishedBefore: daysAgo(profile.terms.rowsDays),
      previewBefore: daysAgo(profile.terms.previewDays),
    })
    const before = toInstant(at - ABANDONED_UPLOAD_MS)
    await sql`delete from import_jobs where state is null and created_at < ${before}::timestamptz`.execute(db)
    const { rows } = await sql<{ id: string }>`
      select id from import_jobs where state in ('reading', 'matching', 'applying')
        and (worker is null or worker_until < ${toInstant(now())}::timestamptz) order by created_at`.execute(db)
    for (const { id } of rows) this.wake(id)
  }

  /** Ends after the batch under way; what is left is for the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.settle()
  }

  /** Waits until nothing is left to do on this node. */
  async settle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async #runAll(): Promise<void> {
    for (;;) {
      const jobId = this.#waiting.shift()
      if (jobId === undefined || this.#isStopping) return
      await this.#run(jobId).catch(this.#parts.onFailure)
    }
  }

  async #run(jobId: string): Promise<void> {
    const { db, now } = this.#parts
    const times = { now: toInstant(now()), until: toInstant(now() + CLAIM_MS) }
    const job = await claimJob(db, jobId, this.#worker, times)
    if (job === undefined) return
    try {
      await this.#work(await this.#workOn(job))
    } catch (error) {
      await this.#end(job, error)
    }
  }

  async #work(work: ImportWork): Promise<void> {
    const { job } = work
    if (job.state === 'reading') await readFileIntoRows(work)
    if (job.state !== 'applying') return matchRows(work)
    return applyRows(work, (tx) => finishJob(tx, job.id, { state: 'applied', at: toInstant(this.#parts.now()) }))
  }

  async #workOn(job: JobRow): Promise<ImportWork> {
    const { db, kinds, profile, completeCard, newId, now, zoneOffsetMinutes } = this.#parts
    const { rows } = await sql<{ clinic_code: string; insurer_code: string }>`
      select clinic.data->>'registerCode' as clinic_code, org.insurer_code
      from clinics clinic join organisations org on org.id = clinic.org_id
      where clinic.id = ${job.clinic_id} and org.id = ${job.org_id}`.execute(db)
    const place = rows[0]
    if (place === undefined) throw new ListFileError('record.notFound')
    return {
      db,
      kinds,
      job,
      completeCard,
      newId,
      site: {
        profile,
        today: dateOf(now(), zoneOffsetMinutes),
        clinicCode: place.clinic_code,
        insurerCode: place.insurer_code,
      },
      batch: (work) => this.#batch(job.id, work),
    }
  }

  async #batch<T>(jobId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { db, now } = this.#parts
    for (let attempt = 1; ; attempt += 1) {
      if (this.#isStopping) throw new InterruptedError('stopping')
      try {
        return await db.transaction().execute(async (tx) => {
          if (!(await keepClaim(tx, jobId, this.#worker, toInstant(now() + CLAIM_MS))))
            throw new InterruptedError('lost')
          return work(tx)
        })
      } catch (error) {
        const state = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (attempt >= BATCH_ATTEMPTS || !RETRIED_SQLSTATES.has(state)) throw error
      }
    }
  }

  /** A cancelled job ends, a refused file ends, a stopping node lets go of it; what nobody foresaw ends a job that changed nothing yet. */
  async #end(job: JobRow, error: unknown): Promise<void> {
    const { db, now } = this.#parts
    const at = toInstant(now())
    if (error instanceof InterruptedError) {
      await sql`update import_jobs set worker = null, worker_until = null
        where id = ${job.id} and worker = ${this.#worker}`.execute(db)
      await db.transaction().execute((tx) => finishWhenCancelled(tx, job.id, at))
      return
    }
    const problem: Refusal = error instanceof ListFileError ? error.refusal : refuse('server.internal')
    if (!(error instanceof ListFileError)) this.#parts.onFailure(error)
    if (job.state !== 'applying')
      await db.transaction().execute((tx) => finishJob(tx, job.id, { state: 'refused', at, problem }))
  }
}

/** Ends a job that somebody asked to cancel, unless a worker is in the middle of a batch and will see it itself. */
export async function finishWhenCancelled(tx: Tx, jobId: string, at: string): Promise<void> {
  const { rows } = await sql`select 1 from import_jobs where id = ${jobId} and cancel_asked and finished_at is null
    and (worker is null or worker_until < ${at}::timestamptz) for update`.execute(tx)
  if (rows.length > 0) await finishJob(tx, jobId, { state: 'cancelled', at })
}
