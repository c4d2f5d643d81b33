import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { DraftState } from '#shared/features/call-scripts/script-draft.ts'
import type { StaffDocumentKind } from '#shared/features/staff/admission.ts'
import type { PresenceReport } from '#shared/features/supervision/presence.ts'
import type { Role } from '#shared/kernel/actor.ts'

/** Instants are written as ISO text and read as `Date`, whichever driver is used. */
type Instant = ColumnType<Date, string, string>
type NullableInstant = ColumnType<Date | null, string | null | undefined, string | null>

export interface OrganisationsTable {
  id: string
  name: string
  insurer_code: string
  journal: string
}

export interface UsersTable {
  id: string
  org_id: string
  login: string
  name: string
  role: Role
  extension: string | null
  clinic_ids: string[]
  password_hash: string
  active: Generated<boolean>
  skills: Generated<string[]>
  languages: Generated<string[]>
  /** Counts the changes from the desk, from 1. */
  version: Generated<number>
}

/** Days are read as text by their queries: a `Date` would need a zone. */
export interface StaffDocumentsTable {
  id: string
  org_id: string
  user_id: string
  kind: StaffDocumentKind
  document_number: string
  valid_from: string
  valid_until: string | null
  entered_by: string | null
  entered_at: Instant
  entry: Generated<string>
}

export interface DevicesTable {
  id: string
  user_id: string
  installation_id: string
  host: 'electron' | 'browser'
  app_version: string
  data_key: Uint8Array
  expected_n: Generated<number>
  created_at: Instant
  seen_at: Instant
  revoked_at: NullableInstant
  revoked_by: ColumnType<string | null, string | null | undefined, string | null>
}

/** Kept by the live connections; see `sync/presences.ts`. */
export interface PresencesTable {
  device_id: string
  org_id: string
  user_id: string
  connection: string
  report: JSONColumnType<PresenceReport, string, string>
  heard_at: Instant
}

/** Content is `ScriptContent`, read by its schema. */
export interface ScriptDraftsTable {
  id: string
  org_id: string
  script_id: string
  revision: Generated<number>
  state: DraftState
  based_on: number | null
  content: JSONColumnType<object, string, string>
  authors: string[]
  changed_by: string
  changed_at: Instant
  approved_by: ColumnType<string | null, string | null | undefined, string | null>
  approved_at: NullableInstant
  published_version: ColumnType<number | null, number | null | undefined, number | null>
}

export interface ScriptCommentsTable {
  id: string
  draft_id: string
  node_id: string | null
  comment: string
  written_by: string
  written_at: Instant
  done_at: NullableInstant
}

/** Content is `HandOver`, read by its schema. */
export interface CallHandOversTable {
  call_id: string
  org_id: string
  from_user: string
  to_extension: string
  content: JSONColumnType<object, string, string>
  handed_at: Instant
}

export interface CallListeningsTable {
  id: string
  org_id: string
  supervisor: string
  user_id: string
  call_id: string
  mode: string
  started_at: Instant
  changed_at: Instant
}

export interface SessionsTable {
  id: string
  device_id: string
  current_hash: string
  previous_hash: string | null
  rotated_at: Instant
  expires_at: Instant
  revoked_at: NullableInstant
  revoked_why: string | null
}

export interface SignInAttemptsTable {
  login: string
  failed: number
  locked_until: NullableInstant
  last_at: Instant
}

export interface CommandsTable {
  id: string
  device_id: string
  n: number
  command: string
  occurred_at: Instant
  received_at: Instant
  status: 'applied' | 'rebased' | 'refused'
  answer: JSONColumnType<object, string, never>
}

export interface NumberBlocksTable {
  id: string
  device_id: string
  journal: string
  year: number
  first_serial: number
  last_serial: number
  leased_at: Instant
}

export interface NumberUsesTable {
  journal: string
  year: number
  serial: number
  block_id: string | null
  record_id: string
  used_at: Instant
}

export interface ScopeRecordsTable {
  scope: string
  kind: string
  record_id: string
}

export interface PagesTable {
  scope: string
  kind: string
  page: number
  version: number
  first_id: string
  last_id: string
  records: number
  bytes: number
  body: Uint8Array
  shard: Uint8Array | null
}

export interface AuditTable {
  org_id: string
  seq: number
  at: Instant
  user_id: string | null
  device_id: string | null
  action: string
  subject: string | null
  details: JSONColumnType<Record<string, unknown>, string, never>
  source_id: string | null
  previous_hash: string
  hash: string
}

export interface HealthFactsTable {
  id: string
  org_id: string
  person_id: string
  clinic_id: string
  kind: string
  code: string
  since: string
  dispensary: boolean
}

/** Tables that are queried through the builder. Tables of synced records are written by `db/record-store.ts` alone. */
export interface Tables {
  organisations: OrganisationsTable
  users: UsersTable
  staff_documents: StaffDocumentsTable
  devices: DevicesTable
  presences: PresencesTable
  script_drafts: ScriptDraftsTable
  script_comments: ScriptCommentsTable
  call_hand_overs: CallHandOversTable
  call_listenings: CallListeningsTable
  sessions: SessionsTable
  sign_in_attempts: SignInAttemptsTable
  commands: CommandsTable
  number_blocks: NumberBlocksTable
  number_uses: NumberUsesTable
  scope_records: ScopeRecordsTable
  pages: PagesTable
  audit: AuditTable
  health_facts: HealthFactsTable
}
