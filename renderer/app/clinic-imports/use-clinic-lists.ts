import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { FileToSave } from '#renderer/platform/save-file.ts'
import { type ApiAnswer, type ApiClient, createApiClient } from '#renderer/sync/api-client.ts'
import { createFileTransfer, type FileTransfer } from '#renderer/sync/file-transfer.ts'
import {
  type ImportJob,
  type ImportRow,
  importJob,
  importJobs,
  importRows,
  type RowKind,
} from '#shared/features/preventive-care/import/import-job.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { browserPorts } from '../desk-data/browser-ports.ts'
import { OnlineReadError } from '../supervision/use-online.ts'

const KEY = 'clinicLists'
/** How often the state of a running import is asked for, in milliseconds. */
const POLL_MS = 1_000
const IDLE_POLL_MS = 15_000

/** Lists are the server's work and are read online only. */
function useServer(): ApiClient & FileTransfer {
  const { workplace, session } = useDesk()
  return useMemo(() => {
    const { fetch, tokens, timers } = browserPorts(workplace.deviceId, session.tokens)
    const server = { baseUrl: workplace.apiUrl, fetch, tokens }
    return { ...createApiClient({ ...server, timers, onOutcome: () => {} }), ...createFileTransfer(server) }
  }, [workplace, session])
}

function opened<T>(answer: ApiAnswer<T>): T {
  if (answer.ok) return answer.value
  throw new OnlineReadError(answer.failure)
}

export function isRunning(job: ImportJob): boolean {
  return job.state === 'reading' || job.state === 'matching' || job.state === 'applying'
}

/** The newest lists of the clinics that this user serves. */
export function useListJobs() {
  const server = useServer()
  return useQuery({
    queryKey: [KEY, 'all'],
    queryFn: async () => opened(await server.get('/api/clinic-lists', importJobs)).items,
    refetchInterval: ({ state }) => (state.data?.some(isRunning) ? POLL_MS : IDLE_POLL_MS),
  })
}

/** One list, followed while the server works on it. */
export function useListJob(id: string) {
  const server = useServer()
  return useQuery({
    queryKey: [KEY, id],
    queryFn: async () => opened(await server.get(`/api/clinic-lists/${id}`, importJob)),
    refetchInterval: ({ state }) => (state.data === undefined || isRunning(state.data) ? POLL_MS : false),
  })
}

/** Rows of one kind, page by page. `state` belongs to the key: after the import the same rows say what became of them. */
export function useListRows(job: ImportJob, kind: RowKind) {
  const server = useServer()
  return useInfiniteQuery({
    queryKey: [KEY, job.id, 'rows', kind, job.state],
    queryFn: async ({ pageParam }) =>
      opened(await server.get(`/api/clinic-lists/${job.id}/rows?kind=${kind}&after=${pageParam}`, importRows)),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    enabled: (job.counts?.[kind] ?? 0) > 0,
  })
}

/** Sends a file; the answer is the job that the server has begun. */
export function useUpload(onBegun: (job: ImportJob) => void) {
  const server = useServer()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, clinicId, signal }: { file: File; clinicId: ClinicId; signal: AbortSignal }) => {
      const query = new URLSearchParams({ clinicId, fileName: file.name })
      return opened(await server.upload(`/api/clinic-lists?${query}`, file, importJob, signal))
    },
    onSuccess: (job) => {
      void queries.invalidateQueries({ queryKey: [KEY, 'all'] })
      onBegun(job)
    },
  })
}

/** Confirms or cancels a list, or answers one of its doubts. */
export function useListDeeds(job: ImportJob) {
  const server = useServer()
  const queries = useQueryClient()
  const keep = (next: ImportJob): void => {
    queries.setQueryData([KEY, job.id], next)
    void queries.invalidateQueries({ queryKey: [KEY, 'all'] })
  }
  const deed = useMutation({
    mutationFn: async (name: 'confirm' | 'cancel') =>
      opened(await server.post(`/api/clinic-lists/${job.id}/${name}`, {}, importJob)),
    onSuccess: keep,
  })
  const decide = useMutation({
    mutationFn: async ({ place, decision }: { place: number; decision: ImportRow['decision'] }) =>
      opened(await server.post(`/api/clinic-lists/${job.id}/rows/${place}/decision`, { decision }, importJob)),
    onSuccess: (next) => {
      keep(next)
      return queries.invalidateQueries({ queryKey: [KEY, job.id, 'rows', 'doubtful'] })
    },
  })
  const protocol = useMutation({
    mutationFn: async (format: 'csv' | 'xlsx'): Promise<FileToSave> => {
      const path = `/api/clinic-lists/${job.id}/protocol?format=${format}`
      const { content, fileName } = opened(await server.download(path, new AbortController().signal))
      return { content, name: fileName || 'protocol', kind: format }
    },
  })
  return { deed, decide, protocol }
}
