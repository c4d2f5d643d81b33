import { z } from 'zod'
import { cursor, scopeName } from './pull.ts'

/** Records in one page. Larger pages compress better, smaller ones open faster; 500 was measured (DESIGN §4). */
export const PAGE_RECORDS = 500

/**
 * `GET /api/sync/manifest?scope=…`: the ready-made pages of a scope (rule PULL3). Every change after `cursor` comes by pull; pages hold at
 * least everything up to it.
 */
export const scopeManifest = z.object({
  scope: scopeName,
  cursor,
  /** Format of the shards that this server sends with pages; absent from a server that has none. */
  shards: z.number().int().optional(),
  records: z.number().int(),
  bytes: z.number().int(),
  pages: z.array(
    z.object({
      kind: z.string(),
      page: z.number().int().min(0),
      version: z.number().int().min(1),
      records: z.number().int(),
      bytes: z.number().int(),
    }),
  ),
})
export type ScopeManifest = z.infer<typeof scopeManifest>

/**
 * `GET /api/sync/page?scope=…&kind=…&page=…`: one page, `application/octet-stream`, gzip of a JSON array of `PageRecord` without
 * Content-Encoding: the desk encrypts and stores the compressed bytes as they come.
 */
export const pageRecord = z.object({ id: z.string(), version: z.number().int(), data: z.unknown() })
export type PageRecord = z.infer<typeof pageRecord>

/**
 * `GET /api/sync/pages?scope=…&kind=…&from=…&to=…`: pages `from`…`to` (inclusive) in one answer: each page is preceded by a 12-byte
 * big-endian header of page number, version and byte length (three unsigned 32-bit integers). One answer for many pages saves a round trip for each.
 */
export const PAGE_HEADER_BYTES = 12

/**
 * With `&shards=1`: the header has 16 bytes, the fourth integer being the length of the page's shard of the search index, which follows
 * the page; 0 where it has none (`shared/features/insured-persons/search/index-shard.ts`).
 */
export const SHARDED_PAGE_HEADER_BYTES = 16
