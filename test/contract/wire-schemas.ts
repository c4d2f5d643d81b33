import { createHash } from 'node:crypto'
import { z } from 'zod'
import * as session from '#shared/features/auth/session.ts'
import { type CommandDefinition, commandKey } from '#shared/kernel/command.ts'
import * as live from '#shared/protocol/live.ts'
import * as numbers from '#shared/protocol/numbers.ts'
import * as pages from '#shared/protocol/pages.ts'
import * as pull from '#shared/protocol/pull.ts'
import * as push from '#shared/protocol/push.ts'
import { allCommands, RECORD_SCHEMAS } from '#shared/protocol/registry.ts'

/** Everything that travels between desk and server, by name: messages, the session, records by kind, arguments of commands by `name@version`. */
export function wireSchemas(commands: readonly CommandDefinition[] = allCommands()): Record<string, z.ZodType> {
  const found: Record<string, z.ZodType> = {}
  for (const [file, module] of Object.entries({ live, numbers, pages, pull, push, session }))
    for (const [name, value] of Object.entries(module)) if (value instanceof z.ZodType) found[`${file}.${name}`] = value
  for (const [kind, schema] of Object.entries(RECORD_SCHEMAS)) found[`record.${kind}`] = schema
  for (const command of commands) found[`command.${commandKey(command)}`] = command.args
  return found
}

/** Hash of each wire schema, as JSON Schema in both directions, by name in order. */
export function hashesOf(schemas: Readonly<Record<string, z.ZodType>>): Record<string, string> {
  return Object.fromEntries(
    Object.keys(schemas)
      .sort()
      .map((name) => [
        name,
        hashOf(
          (['input', 'output'] as const).map((io) =>
            z.toJSONSchema(schemas[name] as z.ZodType, { io, unrepresentable: 'any' }),
          ),
        ),
      ]),
  )
}

/** Shortened SHA-256 of JSON with sorted keys: the order in which a schema was written down is not part of the protocol. */
export function hashOf(value: unknown): string {
  const canonical = JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16)
}

/** What was decided about the wire, oldest first; `schemas` are those of the last revision. Committed beside the tests. */
export interface WireFile {
  readonly revisions: readonly { readonly version: number; readonly hash: string; readonly what: string }[]
  readonly schemas: Readonly<Record<string, string>>
}

export interface WireChange {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

export function changeBetween(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): WireChange {
  return {
    added: Object.keys(now).filter((name) => !(name in before)),
    changed: Object.keys(now).filter((name) => name in before && before[name] !== now[name]),
    removed: Object.keys(before).filter((name) => !(name in now)),
  }
}
