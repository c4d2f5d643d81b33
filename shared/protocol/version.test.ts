import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorAnswer } from '../kernel/errors.ts'
import { liveFromDesk, liveFromServer } from './live.ts'
import { numbersAnswer, numbersRequest } from './numbers.ts'
import { pageRecord, scopeManifest } from './pages.ts'
import { pullAnswer, pullRequest } from './pull.ts'
import { pushAnswer, pushRequest } from './push.ts'
import { allCommands, RECORD_SCHEMAS } from './registry.ts'
import { MIN_DESK_PROTOCOL, PROTOCOL_VERSION } from './version.ts'

/** Hash of everything that travels, by protocol version. A change of a schema without a new version fails here. */
const HASHES: Readonly<Record<number, string>> = {
  1: 'unset',
}

/** Refinements and transforms are invisible to JSON Schema: a changed refinement must be thought of by the reviewer. */
function schemaHash(): string {
  const schemas: Record<string, z.ZodType> = {
    errorAnswer,
    liveFromDesk,
    liveFromServer,
    numbersRequest,
    numbersAnswer,
    scopeManifest,
    pageRecord,
    pullRequest,
    pullAnswer,
    pushRequest,
    pushAnswer,
    ...RECORD_SCHEMAS,
  }
  for (const command of allCommands()) schemas[`${command.name}@${command.version}`] = command.args
  const texts = Object.keys(schemas)
    .sort()
    .map(
      (name) =>
        `${name} ${JSON.stringify(z.toJSONSchema(schemas[name] as z.ZodType, { io: 'input', unrepresentable: 'any' }))}`,
    )
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)
}

describe('[PULL4] protocol version', () => {
  it('is raised whenever a wire schema changes', () => {
    expect(`protocol ${PROTOCOL_VERSION}: ${schemaHash()}`).toBe(
      `protocol ${PROTOCOL_VERSION}: ${HASHES[PROTOCOL_VERSION]}`,
    )
  })
  it('keeps the previous version alive for a release', () => {
    expect(MIN_DESK_PROTOCOL).toBeGreaterThanOrEqual(PROTOCOL_VERSION - 1)
  })
})
