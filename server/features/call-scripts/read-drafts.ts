import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { type CallScript, callScript } from '#shared/features/call-scripts/script.ts'
import {
  type DraftComment,
  type DraftSummary,
  type ScriptDraft,
  scriptContent,
} from '#shared/features/call-scripts/script-draft.ts'

interface DraftRow {
  readonly id: string
  readonly script_id: string
  readonly revision: number
  readonly state: DraftSummary['state']
  readonly based_on: number | null
  readonly content: unknown
  readonly authors: string[]
  readonly author_names: string[]
  readonly changed_at: Date
  readonly changed_by_name: string
  readonly approved_by_name: string | null
  readonly published_version: number | null
  readonly open_comments: number
}

/** Drafts of an organisation that are not at their end, the last changed first. */
export async function readOpenDrafts(tx: Tx, orgId: string): Promise<DraftSummary[]> {
  const rows = await readRows(tx, orgId, null)
  return rows.map(({ content, comments, publishedVersion, ...summary }) => summary)
}

/** One draft, also one at its end. @throws ApiError 404 out of the organisation */
export async function readDraft(tx: Tx, orgId: string, id: string): Promise<ScriptDraft> {
  const [draft] = await readRows(tx, orgId, id)
  if (draft === undefined) throw apiErrors.notFound()
  return { ...draft, comments: await readComments(tx, id) }
}

async function readRows(tx: Tx, orgId: string, id: string | null): Promise<ScriptDraft[]> {
  const { rows } = await sql<DraftRow>`
    select draft.id, draft.script_id, draft.revision, draft.state, draft.based_on, draft.content, draft.authors, draft.changed_at,
      draft.published_version, changer.name as changed_by_name, approver.name as approved_by_name,
      array(select name from unnest(draft.authors) with ordinality as written (id, place)
        join users on users.id = written.id order by written.place) as author_names,
      (select count(*)::int from script_comments where draft_id = draft.id and done_at is null) as open_comments
    from script_drafts draft join users changer on changer.id = draft.changed_by left join users approver on approver.id = draft.approved_by
    where draft.org_id = ${orgId} and ${id === null ? sql`draft.state in ('draft', 'inReview', 'approved')` : sql`draft.id = ${id}`}
    order by draft.changed_at desc, draft.id`.execute(tx)
  return rows.map((row) => {
    const content = scriptContent.parse(row.content)
    return {
      id: row.id,
      scriptId: row.script_id,
      title: content.title,
      purpose: content.purpose,
      revision: row.revision,
      state: row.state,
      basedOn: row.based_on,
      authors: row.authors.map((userId, index) => ({ userId: userId as never, name: row.author_names[index] ?? '' })),
      changedAt: row.changed_at.toISOString(),
      changedByName: row.changed_by_name,
      approvedByName: row.approved_by_name,
      openComments: row.open_comments,
      publishedVersion: row.published_version,
      content,
      comments: [],
    }
  })
}

async function readComments(tx: Tx, draftId: string): Promise<DraftComment[]> {
  const { rows } = await sql<{
    id: string
    node_id: string | null
    comment: string
    name: string
    written_at: Date
    done_at: Date | null
  }>`select said.id, said.node_id, said.comment, users.name, said.written_at, said.done_at
    from script_comments said join users on users.id = said.written_by
    where said.draft_id = ${draftId} order by said.written_at, said.id`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    nodeId: row.node_id,
    text: row.comment,
    byName: row.name,
    at: row.written_at.toISOString(),
    isDone: row.done_at !== null,
  }))
}

/** Every published version of every script of an organisation. */
export async function readVersions(tx: Tx, orgId: string): Promise<CallScript[]> {
  const { rows } = await sql<{ data: unknown }>`
    select data from call_scripts where org_id = ${orgId} and data is not null order by id`.execute(tx)
  return rows.map(({ data }) => callScript.parse(data))
}
