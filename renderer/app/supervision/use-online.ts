import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { z } from 'zod'
import type { ApiClient, ApiFailure } from '#renderer/sync/api-client.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import type { RecordKind } from '#shared/protocol/registry.ts'
import { useDesk } from '../desk-context.tsx'
import { deskApi } from '../desk-data/desk-api.ts'

/** Thrown into TanStack Query; the screen shows why by `failure.kind`. */
export class OnlineReadError extends Error {
  readonly failure: ApiFailure

  constructor(failure: ApiFailure) {
    super(failure.kind)
    this.failure = failure
  }
}

export function useApi(): ApiClient {
  const { workplace, session } = useDesk()
  return useMemo(() => deskApi(workplace, session), [workplace, session])
}

async function read<T>(api: ApiClient, address: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await api.get(address, schema)
  if (answer.ok) return answer.value
  throw new OnlineReadError(answer.failure)
}

/** Asks again whenever the local store learns of a change of these kinds: a poke, a pull and then this list (rule LIVE1). */
function useRefreshOn(kinds: readonly RecordKind[], key: string): void {
  const { reads } = useDeskData()
  const queries = useQueryClient()
  const kindList = kinds.join(' ')
  useEffect(
    () =>
      reads.subscribe(kindList.split(' ') as RecordKind[], () => void queries.invalidateQueries({ queryKey: [key] })),
    [reads, queries, kindList, key],
  )
}

interface Paged {
  readonly next: string | null
}

/** A list that is read page by page from the server and kept fresh by pokes. The last answer stays while a newer one is fetched. */
export function useOnlineList<Page extends Paged>(options: {
  readonly key: string
  readonly kinds: readonly RecordKind[]
  readonly schema: z.ZodType<Page>
  /** Address of a page; it is part of the key, so other conditions are another list. */
  readonly address: (after: string | null) => string
}) {
  const api = useApi()
  useRefreshOn(options.kinds, options.key)
  return useInfiniteQuery({
    queryKey: [options.key, options.address(null)],
    queryFn: ({ pageParam }) => read(api, options.address(pageParam), options.schema),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    // Without pokes (a proxy that cuts WebSockets) the list still follows.
    refetchInterval: 30_000,
  })
}

/** One thing read from the server; null address reads nothing. `everyMs`: asked again even when nothing pokes, or by what came last. */
export function useOnlineDetail<T>(
  key: string,
  kinds: readonly RecordKind[],
  address: string | null,
  schema: z.ZodType<T>,
  everyMs: number | false | ((last: T | undefined) => number | false) = false,
) {
  const api = useApi()
  useRefreshOn(kinds, key)
  return useQuery({
    queryKey: [key, address],
    queryFn: () => read(api, address ?? '', schema),
    enabled: address !== null,
    refetchInterval: typeof everyMs === 'function' ? (asked) => everyMs(asked.state.data) : everyMs,
  })
}
