import { QueryClient } from '@tanstack/react-query'

/** Online-only reads (journal, call log): no retries on their own, for pokes and the person decide when to ask again. */
export const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 10_000, refetchOnWindowFocus: false, networkMode: 'always' } },
})
