import { z } from 'zod'
import { instant } from '../kernel/calendar.ts'
import { wireRecord } from './push.ts'

/**
 * A scope is a set of records that is given or taken as a whole (rule PULL2): `registry:<clinicId>` (people, informing, contacts of a
 * clinic), `journal:<clinicId>` (appeals about a clinic's people), `own:<userId>` (own calls, runs, cases, appeals without a clinic),
 * `reference:<orgId>` (scripts, classifiers, clinics, representatives), `team:<orgId>` (calls, runs, cases and acts of everyone, supervisors only),
 * `queue:<orgId>` (cases that nobody works yet, with their appeals, experts only).
 */
export const scopeName = z.string().regex(/^(registry|journal|own|reference|team|queue):[0-9a-f-]{36}$/)
export type ScopeName = z.infer<typeof scopeName>

/** Opaque position in the change log; it orders by transaction and then by number, bounded by running transactions (rule PULL1). */
export const cursor = z.string().regex(/^\d{1,20}\.\d{1,20}$/)
/** The position before every change. */
export const CURSOR_START = '0.0'

/** `POST /api/sync/pull`: what is new since the desk's cursors. A scope the desk does not name is new to it. */
export const pullRequest = z.object({
  protocol: z.number().int(),
  cursors: z.record(scopeName, cursor),
  limit: z.number().int().min(1).max(5_000).default(1_000),
})
export type PullRequest = z.infer<typeof pullRequest>

export const scopeChanges = z.object({
  cursor,
  /** More is waiting: pull again at once. */
  more: z.boolean(),
  records: z.array(wireRecord),
})

export const pullAnswer = z.object({
  /** Scopes this desk may hold now. */
  scopes: z.array(z.object({ name: scopeName, title: z.string() })),
  /**
   * Named by the desk but no longer allowed: pages, records and index entries must go (rule PULL2). One that stands in `scopes` as well is
   * allowed but its cursor is older than the change log: its pages are to be loaded anew (rule PULL5).
   */
  left: z.array(scopeName),
  changes: z.record(scopeName, scopeChanges),
  serverTime: instant,
})
export type PullAnswer = z.infer<typeof pullAnswer>
