import { gzipSync } from 'node:zlib'
import { parseRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import { looksRequest } from '#shared/features/audit/look.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'
import type { RandomBytes } from '#shared/kernel/ids.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { NUMBER_BLOCK_SIZE, type NumberBlock, numbersRequest } from '#shared/protocol/numbers.ts'
import { PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'
import { pullRequest } from '#shared/protocol/pull.ts'
import { type CommandAnswer, pushRequest, type WireCommand, type WireRecord } from '#shared/protocol/push.ts'
import { findCommand } from '#shared/protocol/registry.ts'
import { MIN_DESK_PROTOCOL } from '#shared/protocol/version.ts'
import { type Durable, emptyDisk, type ModelRecord, type ServerDefect } from './model-disk.ts'
import { arrivedEdits, conflictOf } from './model-merge.ts'
import { scopesOfRecord } from './model-scopes.ts'

export interface ModelUser {
  readonly token: string
  readonly actor: Actor
  /** Scopes this user's desks may hold. Tests take some away. */
  scopes: { readonly name: string; readonly title: string }[]
}

/** The simulated process dies here. */
export class ServerCrash extends Error {}

/**
 * The rules of `shared/protocol/SPEC.md` in memory: a second, independent reading of them that the desk is run against where the
 * real server would be too slow. One request is one step; `onStep` may throw `ServerCrash` between its parts.
 */
export class ModelServer {
  readonly durable: Durable
  /** Scopes of desks that were away longer than the log. */
  loadedAnew = 0

  constructor(
    readonly users: readonly ModelUser[],
    private readonly options: {
      readonly now: () => number
      readonly randomBytes: RandomBytes
      readonly pageRecords: number
      readonly onStep?: (step: 'beforeCommit' | 'afterCommit') => void
      readonly defect?: ServerDefect | null
      /** Refuses a command that every rule allows, as a rule of the server's own would. */
      readonly refuseFor?: (command: WireCommand) => Refusal | null
    },
  ) {
    this.durable = emptyDisk(options.defect ?? null)
  }

  /** Puts a record as the import from the fund would. */
  put(kind: string, id: string, data: unknown): void {
    const key = recordKey({ kind, id })
    const before = this.durable.records.get(key)
    const scopes = data === null ? [] : scopesOfRecord(kind, data, (k, i) => this.#read(k, i))
    const version = (before?.version ?? 0) + 1
    this.durable.records.set(key, { kind, id, version, data, scopes })
    for (const scope of new Set([...(before?.scopes ?? []), ...scopes])) {
      this.durable.log.append(scope, key, version)
      this.durable.pageVersions.set(`${scope} ${kind} ${this.#pageOf(scope, kind, id)}`, this.durable.log.head)
    }
  }

  #pageOf(scope: string, kind: string, id: string): number {
    const { places } = this.durable
    const of = `${scope} ${kind} `
    const known = places.get(of + id)
    if (known !== undefined) return known
    const before = [...places.keys()].filter((place) => place.startsWith(of)).length
    const page = Math.floor(before / this.options.pageRecords)
    places.set(of + id, page)
    return page
  }

  /** What a desk of this user must show when everything is quiet. */
  expectedFor(user: ModelUser): Map<string, WireRecord> {
    const allowed = new Set(user.scopes.map((scope) => scope.name))
    return new Map(
      [...this.durable.records].filter(
        ([, record]) => record.data !== null && record.scopes.some((it) => allowed.has(it)),
      ),
    )
  }

  /** Answers a request as the HTTP interface would. Rejects only for a simulated crash. */
  async handle(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(url, 'http://model.invalid')
    const user = this.users.find((it) => `Bearer ${it.token}` === new Headers(init.headers).get('authorization'))
    if (!user) return refused(401, refuse('auth.required'))
    const body: unknown = init.body === undefined ? null : JSON.parse(String(init.body))
    switch (pathname) {
      case '/api/sync/push':
        return this.#push(user, body)
      case '/api/sync/pull':
        return this.#pull(user, body)
      case '/api/sync/manifest':
        return this.#manifest(user, searchParams.get('scope') ?? '')
      case '/api/sync/pages':
        return this.#pages(user, searchParams)
      case '/api/sync/numbers':
        return this.#numbers(user, body)
      case '/api/audit/looks':
        for (const look of looksRequest.parse(body).looks) this.durable.looks.set(look.id, look)
        return json({ accepted: true })
      default:
        return refused(404, refuse('route.unknown'))
    }
  }

  #device(id: string) {
    const device = this.durable.devices.get(id) ?? { expectedN: 1, answers: new Map(), byN: new Map() }
    this.durable.devices.set(id, device)
    return device
  }

  #push(user: ModelUser, body: unknown): Response {
    const request = pushRequest.safeParse(body)
    if (!request.success) return refused(400, refusalsOf(request.error)[0] ?? refuse('input.invalid'))
    if (request.data.protocol < MIN_DESK_PROTOCOL) return refused(426, refuse('protocol.tooOld'))
    const device = this.#device(user.actor.deviceId)
    const answers: CommandAnswer[] = []
    for (const command of request.data.commands) {
      const stored = device.answers.get(command.id)
      if (stored && this.options.defect !== 'noDedupe') {
        answers.push({ ...stored, n: command.n })
        continue
      }
      if (command.n !== device.expectedN && this.options.defect !== 'noGapCheck') {
        const code = command.n > device.expectedN ? 'push.gap' : 'push.numberTaken'
        return refused(409, refuse(code, undefined, { expectedN: device.expectedN }))
      }
      const commit = this.#execute(user.actor, command)
      this.options.onStep?.('beforeCommit')
      answers.push(commit())
      this.options.onStep?.('afterCommit')
    }
    return json({ answers, expectedN: device.expectedN, serverTime: toInstant(this.options.now()) })
  }

  /** Decides about one command; the returned function is the commit (rule PUSH2). */
  #execute(actor: Actor, command: WireCommand): () => CommandAnswer {
    const device = this.#device(actor.deviceId)
    const definition = findCommand(`${command.name}@${command.version}`)
    const parsed = definition?.args.safeParse(command.args)
    const edits =
      definition && parsed?.success
        ? arrivedEdits(definition.edits?.(parsed.data) ?? [], (kind, id) => this.#read(kind, id))
        : []
    const refusal =
      this.#refusalFor(actor, command) ?? (this.options.defect === 'lastWriterWins' ? null : conflictOf(command, edits))
    const effect =
      refusal || !definition || !parsed?.success
        ? null
        : definition.apply(
            {
              actor,
              occurredAt: command.occurredAt,
              receivedAt: toInstant(this.options.now()),
              read: (kind, id) => this.#read(kind, id),
            },
            parsed.data,
          )
    return () => {
      device.expectedN = command.n + 1
      const base = { id: command.id, n: command.n } as const
      let answer: CommandAnswer
      if (effect?.ok) {
        for (const change of effect.value) this.put(change.kind, change.id, change.data)
        const number = numberIn(command)
        if (number) this.durable.usedNumbers.add(number)
        const records = effect.value.map((change) => this.#wire(recordKey(change)))
        // [PUSH3] Somebody else had changed what the command was built on.
        const isRebased = records.some((it) => it.version - 1 > (command.seen[recordKey(it)] ?? 0))
        answer = { status: isRebased ? 'rebased' : 'applied', ...base, records }
      } else {
        const why = refusal ?? (effect && !effect.ok ? effect.error : refuse('input.invalid'))
        for (const ref of definition?.touches(command.args) ?? [])
          if (this.#read(ref.kind, ref.id) === undefined) this.durable.refusedCreates.add(recordKey(ref))
        const records = why.code === 'record.conflict' ? this.#toCompare(actor, command) : []
        answer = { status: 'refused', ...base, refusal: why, records }
      }
      device.answers.set(command.id, answer)
      device.byN.set(command.n, command.id)
      const code = answer.status === 'refused' ? answer.refusal.code : null
      this.durable.accepted.push({ deviceId: actor.deviceId, command, status: answer.status, code, edits })
      return answer
    }
  }

  #refusalFor(actor: Actor, command: WireCommand): Refusal | null {
    const definition = findCommand(`${command.name}@${command.version}`)
    if (!definition) return refuse('push.unknownCommand')
    const parsed = definition.args.safeParse(command.args)
    if (!parsed.success) return refusalsOf(parsed.error)[0] ?? refuse('input.invalid')
    const forbidden = definition.allow(actor, parsed.data) ?? this.options.refuseFor?.(command) ?? null
    if (forbidden) return forbidden
    for (const ref of definition.dependsOn?.(parsed.data) ?? [])
      if (this.durable.refusedCreates.has(recordKey(ref)) && this.#read(ref.kind, ref.id) === undefined)
        return refuse('push.depends')
    for (const ref of definition.touches(parsed.data))
      if (ref.kind === 'insuredPerson' && !this.#isWithinReach(actor, ref.id))
        return refuse('record.notFound', 'personId')
    const number = numberIn(command)
    if (number === null) return null
    if (this.durable.usedNumbers.has(number)) return refuse('numbers.used', 'number')
    const place = parseRegistrationNumber(number)
    const isLeased = this.durable.blocks.some(
      (block) =>
        block.deviceId === actor.deviceId &&
        block.year === place?.year &&
        place.serial >= block.first &&
        place.serial <= block.last,
    )
    return isLeased ? null : refuse('numbers.notLeased', 'number')
  }

  /** The records as they are now, as far as the desk may hold them. */
  #toCompare(actor: Actor, command: WireCommand): WireRecord[] {
    const user = this.users.find((it) => it.actor === actor)
    const touched = findCommand(`${command.name}@${command.version}`)?.touches(command.args) ?? []
    return touched.flatMap((ref) => {
      const record = this.durable.records.get(recordKey(ref))
      return record && user?.scopes.some(({ name }) => record.scopes.includes(name)) ? [this.#wire(recordKey(ref))] : []
    })
  }

  /** A person in none of the actor's scopes is as good as unknown. */
  #isWithinReach(actor: Actor, personId: string): boolean {
    const person = this.durable.records.get(recordKey({ kind: 'insuredPerson', id: personId }))
    const user = this.users.find((it) => it.actor === actor)
    return user?.scopes.some(({ name }) => person?.scopes.includes(name)) ?? false
  }

  #pull(user: ModelUser, body: unknown): Response {
    const request = pullRequest.parse(body)
    const allowed = new Set(user.scopes.map((scope) => scope.name))
    const { log } = this.durable
    const left = Object.keys(request.cursors).filter((scope) => !allowed.has(scope))
    const changes: Record<string, unknown> = {}
    for (const [scope, cursor] of Object.entries(request.cursors)) {
      if (!allowed.has(scope)) continue
      const from = Number(cursor.split('.')[1])
      if (log.isTooOld(from)) {
        this.loadedAnew += 1
        left.push(scope)
        continue
      }
      const rows = log.after(scope, from)
      const taken = rows.slice(0, request.limit)
      const isMore = taken.length < rows.length
      const position = isMore ? (taken[taken.length - 1]?.at ?? from) : log.head
      const records = [...new Set(taken.map((row) => row.key))].map((key) => this.#wire(key, scope))
      const lead = this.options.defect === 'cursorTooFar' ? 1 : 0
      changes[scope] = { cursor: `0.${position + lead}`, more: isMore, records }
    }
    return json({
      scopes: user.scopes,
      left,
      changes,
      serverTime: toInstant(this.options.now()),
    })
  }

  #manifest(user: ModelUser, scope: string): Response {
    if (!user.scopes.some((it) => it.name === scope)) return refused(403, refuse('rights.notAllowed'))
    const pages = this.#pagesOf(scope).map(({ kind, page, version, records, bytes }) => ({
      kind,
      page,
      version,
      records: records.length,
      bytes: bytes.length,
    }))
    return json({
      scope,
      cursor: `0.${this.durable.log.head}`,
      records: pages.reduce((sum, page) => sum + page.records, 0),
      bytes: pages.reduce((sum, page) => sum + page.bytes, 0),
      pages,
    })
  }

  #pages(user: ModelUser, query: URLSearchParams): Response {
    const scope = query.get('scope') ?? ''
    if (!user.scopes.some((it) => it.name === scope)) return refused(403, refuse('rights.notAllowed'))
    const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
    const parts = this.#pagesOf(scope)
      .filter((it) => it.kind === query.get('kind') && it.page >= from && it.page <= to)
      .map(({ page, version, bytes }) => {
        const header = Buffer.alloc(PAGE_HEADER_BYTES)
        header.writeUInt32BE(page, 0)
        header.writeUInt32BE(version, 4)
        header.writeUInt32BE(bytes.length, 8)
        return Buffer.concat([header, bytes])
      })
    return new Response(new Uint8Array(Buffer.concat(parts)), {
      headers: { 'content-type': 'application/octet-stream' },
    })
  }

  /** Pages that hold something now. */
  #pagesOf(scope: string) {
    const pages = new Map<string, ModelRecord[]>()
    for (const record of this.durable.records.values()) {
      if (!record.scopes.includes(scope) || record.data === null) continue
      const page = `${scope} ${record.kind} ${this.#pageOf(scope, record.kind, record.id)}`
      pages.set(page, [...(pages.get(page) ?? []), record])
    }
    return [...pages].map(([name, records]) => ({
      kind: records[0]?.kind ?? '',
      page: Number(name.slice(name.lastIndexOf(' '))),
      version: this.durable.pageVersions.get(name) ?? 0,
      records,
      bytes: gzipSync(JSON.stringify(records.map(({ id, version, data }) => ({ id, version, data })))),
    }))
  }

  #numbers(user: ModelUser, body: unknown): Response {
    const { requestId, year } = numbersRequest.parse(body)
    const before = this.durable.blocks.find((block) => block.requestId === requestId)
    if (before && this.options.defect !== 'numbersTwice') return json({ block: blockOf(before) })
    const last = this.durable.blocks.filter((it) => it.year === year).reduce((most, it) => Math.max(most, it.last), 0)
    const first = this.options.defect === 'numbersTwice' ? 1 : last + 1
    const block = {
      id: newUuid(this.options.now(), this.options.randomBytes),
      journal: 'ОЖ',
      year,
      first,
      last: first + NUMBER_BLOCK_SIZE - 1,
      deviceId: user.actor.deviceId,
      requestId,
    }
    this.options.onStep?.('beforeCommit')
    this.durable.blocks.push(block)
    this.options.onStep?.('afterCommit')
    return json({ block: blockOf(block) })
  }

  #read(kind: string, id: string): unknown {
    return this.durable.records.get(recordKey({ kind, id }))?.data ?? undefined
  }

  /** The record as it is now, for a scope: null data when that scope no longer holds it. */
  #wire(key: string, scope?: string): WireRecord {
    const { kind, id, version, data, scopes } = this.durable.records.get(key) as ModelRecord
    return { kind, id, version, data: scope === undefined || scopes.includes(scope) ? data : null }
  }
}

function blockOf({ id, journal, year, first, last }: NumberBlock): NumberBlock {
  return { id, journal, year, first, last }
}

function numberIn(command: WireCommand): string | null {
  return command.name === 'appeals.register' ? (command.args as { number: string }).number : null
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
}

function refused(status: number, refusal: Refusal): Response {
  return new Response(JSON.stringify({ error: { ...refusal, retry: false } }), { status })
}
