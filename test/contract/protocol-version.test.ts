import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MIN_DESK_PROTOCOL, PROTOCOL_HISTORY, PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { changeBetween, hashesOf, hashOf, type WireFile, wireSchemas } from './wire-schemas.ts'

const FILE = join(import.meta.dirname, 'wire-schemas.json')
/** What was decided, in words: enters the present wire into the file under the present version. */
const DECISION = process.env['OPORA_WIRE_DECISION']

const WHAT_TO_DO = [
  'What travels between desk and server has changed. Desks of the version before are at work when the server is renewed. Decide:',
  '1. A changed meaning of a command is a new version of that command (`name@2`); the old one stays until the floor has passed it.',
  `2. Do desks of protocol ${PROTOCOL_VERSION} still understand everything, and the server everything they have in their outboxes? Then the version stays.`,
  '3. Otherwise raise PROTOCOL_VERSION in shared/protocol/version.ts with an entry in PROTOCOL_HISTORY, decide MIN_DESK_PROTOCOL,',
  '   and let test/server/recorded-desks.pg.test.ts replay the recording of the version before.',
  'Then enter the decision: OPORA_WIRE_DECISION="what changed and why older desks still work" npx vitest run test/contract/protocol-version.test.ts',
].join('\n')

function readFile(): WireFile {
  return JSON.parse(readFileSync(FILE, 'utf8')) as WireFile
}

describe('[PULL4] the version of the protocol', () => {
  it('stands for the schemas on the wire: whoever changes one decides about the version', () => {
    const schemas = hashesOf(wireSchemas())
    const hash = hashOf(schemas)
    if (DECISION !== undefined && readFile().revisions.at(-1)?.hash !== hash) {
      expect(DECISION.length, 'Say in a sentence what changed and why older desks still work').toBeGreaterThan(30)
      const revisions = [...readFile().revisions, { version: PROTOCOL_VERSION, hash, what: DECISION }]
      writeFileSync(FILE, `${JSON.stringify({ revisions, schemas }, null, 2)}\n`)
    }
    const file = readFile()
    expect(changeBetween(file.schemas, schemas), WHAT_TO_DO).toEqual({ added: [], changed: [], removed: [] })
    expect(file.revisions.at(-1), WHAT_TO_DO).toMatchObject({ version: PROTOCOL_VERSION, hash })
  })

  it('has one line of history each, and a floor that lets the version before work on', () => {
    expect(PROTOCOL_HISTORY.map(({ version }) => version)).toEqual(
      Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1),
    )
    expect(MIN_DESK_PROTOCOL).toBeGreaterThanOrEqual(1)
    expect(MIN_DESK_PROTOCOL).toBeLessThanOrEqual(Math.max(1, PROTOCOL_VERSION - 1))
    const versions = readFile().revisions.map(({ version }) => version)
    expect([...versions].sort((a, b) => a - b)).toEqual(versions)
    expect(new Set(versions)).toEqual(new Set(PROTOCOL_HISTORY.map(({ version }) => version)))
  })

  it('sees a changed field, a changed limit, a field that became optional, and a message or a command that came or went', () => {
    const hashes = [
      z.object({ a: z.string() }),
      z.object({ a: z.string().max(5) }),
      z.object({ a: z.string().optional() }),
    ].map((schema) => hashesOf({ schema })['schema'] ?? '')
    expect(new Set(hashes).size).toBe(3)
    expect(hashOf({ type: 'object', required: [] })).toBe(hashOf({ required: [], type: 'object' }))
    const [first, second, third] = hashes as [string, string, string]
    expect(changeBetween({ kept: first, gone: second }, { kept: third, come: second })).toEqual({
      added: ['come'],
      changed: ['kept'],
      removed: ['gone'],
    })
  })

  it('covers push, pull, pages, numbers, the live connection, the session, records and commands', () => {
    const names = Object.keys(wireSchemas())
    for (const name of [
      'push.pushRequest',
      'push.pushAnswer',
      'pull.pullRequest',
      'pull.pullAnswer',
      'pages.scopeManifest',
      'pages.pageRecord',
      'numbers.numbersRequest',
      'numbers.numbersAnswer',
      'live.liveFromDesk',
      'live.liveFromServer',
      'session.signInRequest',
      'session.session',
      'session.refreshRequest',
      'record.insuredPerson',
      'record.appeal',
      'command.appeals.register@1',
    ])
      expect(names).toContain(name)
    expect(names.filter((name) => name.startsWith('command.')).length).toBeGreaterThanOrEqual(40)
  })
})
