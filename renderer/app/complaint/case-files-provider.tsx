import { type ReactNode, useEffect, useMemo } from 'react'
import { z } from 'zod'
import { type CaseFiles, CaseFilesContext } from '#renderer/features/complaints/case-files-context.ts'
import { createUploadQueue } from '#renderer/features/complaints/upload-queue.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import type { DeskParts } from '../desk-parts.ts'

const presentAnswer = z.object({ files: z.array(z.object({ id: z.string() })) })

/** Files and letters of cases for everything below; what waits for upload goes out when the server can be reached again. */
export function CaseFilesProvider({ children }: { readonly children: ReactNode }) {
  const desk = useDesk()
  const files = useMemo(() => caseFilesOf(desk), [desk])
  const api = useSyncStatus((status) => status.api)
  const waiting = useSyncStatus((status) => status.waiting)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file may go once the command that names it has been delivered
  useEffect(() => {
    if (api === 'reachable') void files.queue.trySending()
  }, [files, api, waiting])
  useEffect(() => () => files.queue.stop(), [files])
  return <CaseFilesContext value={files}>{children}</CaseFilesContext>
}

function caseFilesOf({ workplace, session, data }: DeskParts): CaseFiles {
  const { apiUrl } = workplace
  /** Null for every answer that brings nothing: no network, no right, not there. */
  async function ask(path: string, init: RequestInit = {}): Promise<Response | null> {
    const token = await session.tokens.current()
    if (token === null) return null
    const headers = {
      ...init.headers,
      authorization: `Bearer ${token}`,
      'x-opora-protocol': String(PROTOCOL_VERSION),
    }
    const answer = await fetch(`${apiUrl}/api/complaint-cases/${path}`, { ...init, cache: 'no-store', headers }).catch(
      () => null,
    )
    return answer?.ok ? answer : null
  }
  return {
    queue: createUploadQueue({ drafts: data.drafts, tokens: session.tokens, apiUrl }),
    async present(caseId) {
      const answer = await ask(`${caseId}/files`)
      const parsed = presentAnswer.safeParse(await answer?.json().catch(() => null))
      return parsed.success ? new Set(parsed.data.files.map(({ id }) => id)) : null
    },
    content: async (caseId, fileId) => (await (await ask(`${caseId}/files/${fileId}`))?.blob()) ?? null,
    async letter(caseId, kind, format, text) {
      const body = JSON.stringify({ format, text })
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
      return (await (await ask(`${caseId}${kind === null ? '' : `/notices/${kind}`}/letter`, init))?.blob()) ?? null
    },
  }
}
