import { type DetailedError, Upload } from 'tus-js-client'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import type { AccessTokens } from '#renderer/sync/ports.ts'
import type { CaseFile } from '#shared/features/complaints/complaint-case.ts'
import { base64Of, blobOf } from './file-draft.ts'

const DRAFTS = 'complaints/file/'
/** Bytes of one piece: what a broken connection costs at most. */
const PIECE_BYTES = 512 * 1024

interface WaitingFile {
  readonly caseId: string
  readonly file: CaseFile
  /** Content in base64; drafts are kept as encrypted JSON. */
  readonly content: string
}

/** `waiting` for the network or its turn, per cent while it is sent, `refused` when the server did not accept the content. */
export type UploadState = 'waiting' | 'refused' | number

export interface UploadQueue {
  /** States by file id; a file that is not named here does not wait on this computer. */
  readonly state: StoreApi<ReadonlyMap<string, UploadState>>
  /** Keeps the content on this computer and sends it when it can be. */
  add(caseId: string, file: CaseFile, content: Blob): Promise<void>
  /** The content of a file that still waits here, or null. */
  contentOf(fileId: string): Promise<Blob | null>
  /** Sends what waits; called when the connection is back or commands were delivered. */
  trySending(): Promise<void>
  stop(): void
}

export interface UploadPorts {
  readonly drafts: DeskDrafts
  readonly tokens: AccessTokens
  /** Without a slash at the end; empty for the origin that served the desk. */
  readonly apiUrl: string
}

/** Files that wait for upload, encrypted on this computer: picked offline, they are sent later in pieces by the tus protocol (E2). */
export function createUploadQueue({ drafts, tokens, apiUrl }: UploadPorts): UploadQueue {
  const state = createStore<ReadonlyMap<string, UploadState>>(() => new Map())
  let running: Promise<void> | null = null
  let isAskedAgain = false
  let current: Upload | null = null
  let isStopped = false

  function show(fileId: string, upload: UploadState | null): void {
    const next = new Map(state.getState())
    if (upload === null) next.delete(fileId)
    else next.set(fileId, upload)
    state.setState(next, true)
  }

  async function sendAll(): Promise<void> {
    for (const key of await drafts.keys(DRAFTS)) {
      const waiting = await drafts.load<WaitingFile>(key)
      if (waiting === null || isStopped) continue
      const { id } = waiting.file
      if (state.getState().get(id) === 'refused') continue
      const outcome = await send(waiting)
      if (outcome === 'sent') {
        await drafts.drop(key)
        show(id, null)
      } else show(id, outcome)
    }
  }

  async function send({ caseId, file, content }: WaitingFile): Promise<'sent' | 'waiting' | 'refused'> {
    const token = await tokens.current()
    if (token === null) return 'waiting'
    const endpoint = `${apiUrl}/api/complaint-cases/${caseId}/files`
    return new Promise((resolve) => {
      current = new Upload(blobOf(content, file.type), {
        endpoint,
        // The server names an upload after its file: whatever arrived before a crash is found there.
        uploadUrl: `${endpoint}/${file.id}`,
        headers: { authorization: `Bearer ${token}` },
        metadata: { fileId: file.id },
        chunkSize: PIECE_BYTES,
        retryDelays: [500, 2_000],
        storeFingerprintForResuming: false,
        onProgress: (sent, total) => show(file.id, Math.floor((sent / Math.max(1, total)) * 100)),
        onSuccess: () => resolve('sent'),
        onError: (error) => resolve(outcomeOf(error)),
      })
      current.start()
    })
  }

  return {
    state,
    async add(caseId, file, content) {
      const waiting: WaitingFile = { caseId, file, content: await base64Of(content) }
      await drafts.save(`${DRAFTS}${file.id}`, waiting)
      show(file.id, 'waiting')
    },
    async contentOf(fileId) {
      const waiting = await drafts.load<WaitingFile>(`${DRAFTS}${fileId}`)
      return waiting === null ? null : blobOf(waiting.content, waiting.file.type)
    },
    async trySending() {
      if (running !== null) {
        isAskedAgain = true
        return running
      }
      for (const key of await drafts.keys(DRAFTS)) {
        const id = key.slice(DRAFTS.length)
        if (!state.getState().has(id)) show(id, 'waiting')
      }
      running = (async () => {
        do {
          isAskedAgain = false
          await sendAll()
        } while (isAskedAgain && !isStopped)
      })().finally(() => {
        running = null
      })
      return running
    },
    stop() {
      isStopped = true
      void current?.abort()
    },
  }
}

/** 422: the content is not the named file, and no repeat helps. Anything else may be better later: the case is not delivered yet, or no network. */
function outcomeOf(error: Error | DetailedError): 'sent' | 'waiting' | 'refused' {
  const status = 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0
  if (status === 409) return 'sent'
  return status === 422 ? 'refused' : 'waiting'
}
