import type { Bytes } from '#renderer/db/bytes.ts'
import type { ArrivedPage, PageStamp } from '#renderer/db/pages.ts'
import { failureOf } from '#renderer/sync/api-client.ts'
import type { LoadOutcome } from '#renderer/sync/paged-store.ts'
import type { Fetch, Timers } from '#renderer/sync/ports.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { pagesOf } from './page-stream.ts'

/** Pages asked for in one request: few round trips, and a broken connection costs little. */
const PAGES_PER_REQUEST = 64
/** A request from which nothing came for this long is given up: an answer that was lost on the way never comes. */
const SILENCE_MS = 20_000
/** Pages stored in one transaction: about a megabyte. */
const PAGES_PER_WRITE = 16

export interface PageNet {
  readonly baseUrl: string
  readonly fetch: Fetch
  readonly timers: Timers
}

/**
 * Fetches pages and hands them on in small groups, in order of arrival. Stops at the first failure; what was handed on is stored.
 * A page may come in a newer version than was asked for.
 * @param withShards asks for the shards of the search index too
 */
export async function loadPages(
  net: PageNet,
  scope: string,
  missing: readonly PageStamp[],
  accessToken: string,
  withShards: boolean,
  take: (pages: readonly ArrivedPage[]) => Promise<void>,
): Promise<LoadOutcome> {
  for (const { kind, from, to } of runsOf(missing)) {
    const query = `scope=${encodeURIComponent(scope)}&kind=${encodeURIComponent(kind)}&from=${from}&to=${to}${withShards ? '&shards=1' : ''}`
    let group: ArrivedPage[] = []
    let came = 0
    let isTaking = false
    const silence = watchSilence(net.timers)
    try {
      const response = await net.fetch(`${net.baseUrl}/api/sync/pages?${query}`, {
        signal: silence.signal,
        cache: 'no-store',
        headers: { authorization: `Bearer ${accessToken}`, 'x-opora-protocol': String(PROTOCOL_VERSION) },
      })
      const failure = response.ok
        ? null
        : failureOf(response.status, response.headers.get('retry-after'), await response.text())
      if (failure) return { ok: false, failure }
      if (!response.body) return BROKEN
      for await (const page of pagesOf(response.body as ReadableStream<Bytes>, kind, withShards)) {
        silence.heard()
        group.push(page)
        came += 1
        if (group.length < PAGES_PER_WRITE) continue
        isTaking = true
        await take(group)
        isTaking = false
        group = []
      }
    } catch (error) {
      if (isTaking || !isNetworkError(error)) throw error
      came = 0
    } finally {
      silence.end()
    }
    if (group.length > 0) await take(group)
    if (came < to - from + 1) return BROKEN
  }
  return { ok: true }
}

/** Aborts its signal when nothing was heard for `SILENCE_MS`. */
function watchSilence(timers: Timers) {
  const silent = new AbortController()
  const over = new AbortController()
  let heardAt = timers.now()
  async function watch(): Promise<void> {
    for (;;) {
      await timers.sleep(Math.max(1, heardAt + SILENCE_MS - timers.now()), over.signal)
      if (over.signal.aborted) return
      if (timers.now() - heardAt >= SILENCE_MS) return silent.abort()
    }
  }
  void watch()
  return {
    signal: silent.signal,
    heard: () => {
      heardAt = timers.now()
    },
    end: () => over.abort(),
  }
}

const BROKEN: LoadOutcome = { ok: false, failure: { kind: 'unreachable', retryAfterMs: null } }

/** `fetch` and reading its body reject with TypeError, or DOMException for an abort, when the connection fails. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException
}

/** Pages of one kind that follow each other, cut to `PAGES_PER_REQUEST`. */
function runsOf(pages: readonly PageStamp[]): { readonly kind: string; readonly from: number; readonly to: number }[] {
  const runs: { kind: string; from: number; to: number }[] = []
  for (const { kind, page } of [...pages].sort((a, b) =>
    a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.page - b.page,
  )) {
    const last = runs[runs.length - 1]
    if (last?.kind === kind && last.to === page - 1 && page - last.from < PAGES_PER_REQUEST) last.to = page
    else runs.push({ kind, from: page, to: page })
  }
  return runs
}
