import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as live from '#shared/protocol/live.ts'
import * as numbers from '#shared/protocol/numbers.ts'
import * as pages from '#shared/protocol/pages.ts'
import * as pull from '#shared/protocol/pull.ts'
import * as push from '#shared/protocol/push.ts'
import { allCommands, RECORD_SCHEMAS } from '#shared/protocol/registry.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'

/** What the wire looked like when each version was decided. Only the entry of the present version may change, by a decision. */
const HASHES: Readonly<Record<number, string>> = {
  1: 'c384f16dc4f157d8d70fcb4608200e726f688856a56a0cf68200cdfd8238d7eb',
}

/** Everything that travels, as JSON Schema in both directions: messages, records by kind, arguments of commands by name and version. */
function wireSchemas(): Record<string, unknown> {
  const found: Record<string, z.ZodType> = {}
  for (const [file, module] of Object.entries({ live, numbers, pages, pull, push }))
    for (const [name, value] of Object.entries(module)) if (value instanceof z.ZodType) found[`${file}.${name}`] = value
  for (const [kind, schema] of Object.entries(RECORD_SCHEMAS)) found[`record.${kind}`] = schema
  for (const { name, version, args } of allCommands()) found[`command.${name}@${version}`] = args
  const shapes: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(found))
    for (const io of ['input', 'output'] as const)
      shapes[`${name} ${io}`] = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return shapes
}

/** JSON with sorted keys: the order in which a schema was written down is not part of the protocol. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

describe('[PULL4] the version of the protocol', () => {
  it('stands for the schemas on the wire: whoever changes one decides about the version', () => {
    const hash = hashOf(wireSchemas())
    expect(
      hash,
      [
        'A schema that travels between desk and server has changed.',
        'Would a desk or a server of the previous version still understand it? Then write the new hash under the present version.',
        'Otherwise raise PROTOCOL_VERSION in version.ts with a line of history, decide MIN_DESK_PROTOCOL, and add a hash for it.',
        `New hash: ${hash}`,
      ].join('\n'),
    ).toBe(HASHES[PROTOCOL_VERSION])
  })

  it('sees a changed field, a changed limit and a field that became optional', () => {
    const hashes = [
      z.object({ a: z.string() }),
      z.object({ a: z.string().max(5) }),
      z.object({ a: z.string().optional() }),
    ].map((schema) => hashOf(z.toJSONSchema(schema)))
    expect(new Set(hashes).size).toBe(3)
    expect(hashOf({ type: 'object', required: [] })).toBe(hashOf({ required: [], type: 'object' }))
  })
})
