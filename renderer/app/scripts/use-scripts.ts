import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { z } from 'zod'
import type { EditorApi, EditorEnd } from '#renderer/features/call-scripts/editor/editor-end.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { ApiAnswer, ApiClient } from '#renderer/sync/api-client.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { newestInForce } from '#shared/features/call-scripts/effective.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import {
  draftsAnswer,
  type NewDraft,
  type ScriptDraft,
  scriptDraft,
  scriptRules,
  type VersionMove,
} from '#shared/features/call-scripts/script-draft.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useApi, useOnlineDetail } from '../supervision/use-online.ts'

/** A colleague may begin, send back or approve at any time; publications come by the sync. */
const ASK_EVERY_MS = 15_000
const KEY = 'scripts'

/** Open drafts, read from the server. */
export function useDrafts() {
  return useOnlineDetail(KEY, ['callScript'], '/api/scripts/drafts', draftsAnswer, ASK_EVERY_MS)
}

/** What scripts are held against; it changes with the server only. */
export function useScriptRules() {
  return useOnlineDetail('scriptRules', [], '/api/scripts/rules', scriptRules)
}

/** One script with all that was published of it, the version that came last first. */
export interface PublishedScript {
  readonly id: string
  readonly versions: readonly CallScript[]
  readonly inForce: CallScript | null
}

/** Published scripts by their titles; undefined until the local store has answered. */
export function usePublished(): readonly PublishedScript[] | undefined {
  const records = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  return useMemo(
    () =>
      records &&
      publishedOf(
        records.map(({ data }) => data),
        todayHere(Date.now()),
      ),
    [records],
  )
}

export function publishedOf(scripts: readonly CallScript[], today: LocalDate): PublishedScript[] {
  const inForce = new Map(newestInForce(scripts, today).map((script) => [script.id, script]))
  const byId = new Map<string, CallScript[]>()
  for (const script of scripts) byId.set(script.id, [...(byId.get(script.id) ?? []), script])
  return [...byId]
    .map(([id, versions]) => ({
      id,
      versions: versions.toSorted((a, b) => b.version - a.version),
      inForce: inForce.get(id) ?? null,
    }))
    .toSorted((a, b) => (a.versions[0]?.title ?? '').localeCompare(b.versions[0]?.title ?? '', 'ru'))
}

/** Why something was not done: everything that the server found, or no answer from it. */
export type Refused = readonly Refusal[] | 'unreachable'

/** How the beginning of a draft ended: begun, or open already, or why not. */
export type Begun =
  | { readonly kind: 'open'; readonly draftId: string }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unreachable' }

export function useScriptOrders() {
  const api = useApi()
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: [KEY] })
  return {
    async begin(draft: NewDraft): Promise<Begun> {
      const answer = await api.post('/api/scripts/drafts', draft, scriptDraft)
      await renew()
      if (answer.ok) return { kind: 'open', draftId: answer.value.id }
      if (answer.failure.kind !== 'refused') return { kind: 'unreachable' }
      const { refusal, refusals } = answer.failure
      const open = refusal.args?.['draft']
      return refusal.code === 'scriptDraft.beingWritten' && typeof open === 'string'
        ? { kind: 'open', draftId: open }
        : { kind: 'refused', refusals }
    },
    /** @returns why it was not done, or null */
    async moveVersion({ id, version }: CallScript, step: VersionMove['step']): Promise<Refused | null> {
      const answer = await api.post(
        `/api/scripts/versions/${id}/${version}`,
        { step },
        z.object({ version: z.number() }),
      )
      await renew()
      if (answer.ok) return null
      return answer.failure.kind === 'refused' ? answer.failure.refusals : 'unreachable'
    },
    renew,
  }
}

/** What the editor of one draft asks of the server; never throws. */
export function editorApi(api: ApiClient, draftId: string): EditorApi {
  const address = `/api/scripts/drafts/${draftId}`
  async function endOf(answer: ApiAnswer<ScriptDraft>): Promise<EditorEnd> {
    if (answer.ok) return { kind: 'done', draft: answer.value }
    if (answer.failure.kind !== 'refused') return { kind: 'unreachable' }
    const { refusal, refusals } = answer.failure
    if (refusal.code !== 'scriptDraft.changedMeanwhile') return { kind: 'refused', refusals }
    const theirs = await api.get(address, scriptDraft)
    return { kind: 'conflict', theirs: theirs.ok ? theirs.value : null }
  }
  return {
    save: async (revision, content) => endOf(await api.put(address, { revision, content }, scriptDraft)),
    move: async (move) => endOf(await api.post(`${address}/move`, move, scriptDraft)),
    say: async (nodeId, text) => endOf(await api.post(`${address}/comments`, { nodeId, text }, scriptDraft)),
    settle: async (id) => endOf(await api.post(`${address}/comments/${id}/done`, {}, scriptDraft)),
  }
}
