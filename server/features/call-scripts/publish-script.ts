import { sql } from 'kysely'
import { ADVISORY_SPACES, type Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import { newestInForce } from '#shared/features/call-scripts/effective.ts'
import {
  contentOf,
  publicationFaults,
  type VersionStamp,
  versionOf,
  withdrawalFaults,
} from '#shared/features/call-scripts/publication.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import {
  lintRulesOf,
  type ScriptContent,
  type ScriptRules,
  type VersionMove,
} from '#shared/features/call-scripts/script-draft.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { readVersions } from './read-drafts.ts'

export interface PublicationSite {
  readonly tx: Tx
  readonly actor: Actor
  readonly nowMs: number
  /** Today of the organisation. */
  readonly day: LocalDate
}

export interface PublicationContext {
  readonly kinds: RecordKinds
  readonly audit: Auditor
  readonly rules: ScriptRules
}

/** One publication of an organisation at a time: each looks at what the one before it has put in force. */
export async function lockPublication(tx: Tx, orgId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.scripts}, hashtext(${orgId}))`.execute(tx)
}

/** @throws ApiError 400 with every fault and its place when the script may not come into force on that day */
export async function requireFaultless(
  { rules }: PublicationContext,
  { tx, actor }: PublicationSite,
  content: ScriptContent,
  day: LocalDate,
): Promise<void> {
  const faults = publicationFaults(content, await readVersions(tx, actor.orgId), day, lintRulesOf(rules))
  if (faults.length > 0) throw apiErrors.invalid(faults)
}

/**
 * Makes a version of a script and lets desks have it; those that are in a talk end it with the version they began with.
 * @returns the number of the version
 */
export async function publishVersion(
  context: PublicationContext,
  site: PublicationSite,
  content: ScriptContent,
  stamp: Omit<VersionStamp, 'version'>,
): Promise<number> {
  await requireFaultless(context, site, content, stamp.effectiveFrom)
  // Ids are of all organisations: the number of a script that another one has, too, goes on where theirs ends.
  const { rows } = await sql<{ last: number | null }>`
    select max(split_part(id, '@', 2)::int) as last from call_scripts
    where split_part(id, '@', 1) = ${content.id}`.execute(site.tx)
  const version = (rows[0]?.last ?? 0) + 1
  await writeVersion(context, site, versionOf(content, { ...stamp, version }))
  return version
}

/**
 * Takes a version out of force from today (`withdraw`), so that the one before it holds again, or publishes an earlier one anew as it
 * was approved (`restore`). Refused when that would leave a script broken.
 * @throws ApiError 404, 409 `scriptVersion.notInForce`, 400 with the faults
 */
export async function moveVersion(
  context: PublicationContext,
  site: PublicationSite,
  scriptId: string,
  version: number,
  step: VersionMove['step'],
): Promise<number> {
  const { tx, actor, day } = site
  await lockPublication(tx, actor.orgId)
  const versions = await readVersions(tx, actor.orgId)
  const script = versions.find((item) => item.id === scriptId && item.version === version)
  if (script === undefined) throw apiErrors.notFound()
  const details = { scriptId, version }
  if (step === 'restore') {
    const { author = '', approvedBy, approvedOn } = script
    const stamp = { effectiveFrom: day, author, approvedBy, approvedOn }
    const next = await publishVersion(context, site, contentOf(script), stamp)
    await context.audit(tx, actor, { action: 'script.restore', subject: null, details: { ...details, next } })
    return next
  }
  if (script.effectiveTo !== undefined && script.effectiveTo < day)
    throw apiErrors.scriptStep(refuse('scriptVersion.notInForce'))
  const isUsed = newestInForce(versions, day).some((item) => item.id === scriptId && item.version === version)
  const faults = isUsed ? withdrawalFaults(script, versions, day, lintRulesOf(context.rules)) : []
  if (faults.length > 0) throw apiErrors.invalid(faults)
  await writeVersion(context, site, { ...script, effectiveTo: addDays(day, -1) })
  await context.audit(tx, actor, { action: 'script.withdraw', subject: null, details })
  return version
}

async function writeVersion({ kinds }: PublicationContext, site: PublicationSite, data: CallScript): Promise<void> {
  const { tx, actor } = site
  const ref = { kind: 'callScript', id: `${data.id}@${data.version}` }
  const present = (await loadRecords(tx, kinds, actor.orgId, [ref], true)).get(`callScript:${ref.id}`)
  const record = { ...ref, version: (present?.version ?? 0) + 1, orgId: actor.orgId, data }
  if (!(await writeScopedRecords(tx, kinds, scopeLookups(tx, actor.orgId), [record])))
    throw new Error('Invariant broken: a version of a script is a record of another organisation')
}
