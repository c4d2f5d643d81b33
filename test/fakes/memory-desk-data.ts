import { DuePersons } from '#renderer/app/desk-data/due-persons.ts'
import type { Bytes } from '#renderer/db/bytes.ts'
import type { KeptRecording } from '#renderer/db/recordings.ts'
import type {
  DeliveryState,
  DeskData,
  Dispatched,
  Kept,
  NeedsYouItem,
  PersonHit,
  WaitingItem,
} from '#renderer/sync/desk-data.ts'
import { createLiveTalk } from '#renderer/sync/live-talk.ts'
import type { PersonLook } from '#shared/features/audit/look.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'
import { findCommand, type RecordKind, type RecordTypes } from '#shared/protocol/registry.ts'

interface Stored {
  readonly kind: RecordKind
  readonly id: string
  readonly data: unknown
  delivery: DeliveryState
}

export interface MemoryDeskData extends DeskData {
  /** Puts a record as if the server had sent it. */
  put<K extends RecordKind>(kind: K, data: RecordTypes[K]): void
  /** Everything that waits is delivered. */
  deliverAll(): void
  /** The newest waiting command with this id is refused, as the server would. */
  refuse(commandId: string, refusal: Refusal): void
  readonly looks: readonly PersonLook[]
}

/**
 * The desk's data over plain maps, for component tests: real commands with their real policies and effects, but neither
 * encryption nor network. Search is by plain prefixes of whole words.
 */
export function memoryDeskData(
  actor: Actor,
  options: { readonly now?: () => number; readonly numbers?: readonly string[] } = {},
): MemoryDeskData {
  const now = options.now ?? (() => Date.UTC(2026, 10, 24, 9))
  const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  const numbers = [
    ...(options.numbers ?? Array.from({ length: 200 }, (_, i) => `ОЖ-2026-${String(i + 1).padStart(6, '0')}`)),
  ]
  const records = new Map<string, Stored>()
  const waiting = new Map<string, { item: WaitingItem; definition: CommandDefinition; touched: string[] }>()
  const refused = new Map<string, { item: NeedsYouItem; definition: CommandDefinition; touched: string[] }>()
  const drafts = new Map<string, string>()
  const recordings = new Map<string, { readonly kept: KeptRecording; readonly pieces: readonly Bytes[] }>()
  const looks: PersonLook[] = []
  const listeners = new Set<{ kinds: ReadonlySet<string>; listener: () => void }>()
  let n = 0

  const tell = (...kinds: string[]): void => {
    for (const entry of [...listeners]) if (kinds.some((kind) => entry.kinds.has(kind))) entry.listener()
  }
  const persons = (): InsuredPerson[] =>
    [...records.values()].filter((it) => it.kind === 'insuredPerson').map((it) => it.data as InsuredPerson)
  const all = <K extends RecordKind>(kind: K, keep: (data: RecordTypes[K]) => boolean): Kept<K>[] =>
    [...records.values()]
      .filter((it) => it.kind === kind && keep(it.data as RecordTypes[K]))
      .map((it) => kept<K>(it))
      .reverse()

  function run(
    definition: CommandDefinition,
    typed: unknown,
    number: string | null,
  ): Result<Dispatched, readonly Refusal[]> {
    const parsed = definition.args.safeParse(typed)
    if (!parsed.success) return err(refusalsOf(parsed.error))
    const forbidden = definition.allow(actor, parsed.data)
    if (forbidden) return err([forbidden])
    const occurredAt = toInstant(now())
    const effect = definition.apply(
      { actor, occurredAt, receivedAt: null, read: (kind, id) => records.get(recordKey({ kind, id }))?.data },
      parsed.data,
    )
    if (!effect.ok) return err([effect.error])
    for (const change of effect.value) {
      const kind = change.kind as RecordKind
      if (change.data === null) records.delete(recordKey(change))
      else records.set(recordKey(change), { kind, id: change.id, data: change.data, delivery: 'onThisComputer' })
    }
    n += 1
    const commandId = newUuid(now(), randomBytes)
    const item: WaitingItem = {
      commandId,
      n,
      name: definition.name,
      version: definition.version,
      occurredAt,
      args: parsed.data,
      about: number ?? commandId,
    }
    waiting.set(commandId, { item, definition, touched: effect.value.map(recordKey) })
    tell('outbox', ...effect.value.map((change) => change.kind))
    return ok({ commandId, number })
  }

  function hits(found: InsuredPerson[], matched: PersonHit['matched']): PersonHit[] {
    return found.map((person) => ({ person, matched, isGuess: false }))
  }

  const settle = (touched: readonly string[], delivery: DeliveryState): void => {
    for (const key of touched) {
      const record = records.get(key)
      if (record) record.delivery = delivery
    }
  }

  return {
    looks,
    put(kind, data) {
      const id = (data as { id: string }).id
      records.set(recordKey({ kind, id }), { kind, id, data, delivery: 'sent' })
      tell(kind)
    },
    deliverAll() {
      for (const entry of waiting.values()) settle(entry.touched, 'sent')
      waiting.clear()
      tell('outbox', ...[...records.values()].map((it) => it.kind))
    },
    refuse(commandId, refusal) {
      const entry = waiting.get(commandId)
      if (!entry) throw new Error(`Invariant broken: ${commandId} does not wait`)
      waiting.delete(commandId)
      refused.set(commandId, {
        ...entry,
        item: { ...entry.item, refusal, merge: { conflicts: [], args: entry.item.args } },
      })
      settle(entry.touched, 'needsYou')
      tell('outbox', ...entry.touched.map((key) => key.slice(0, key.indexOf(':'))))
    },
    reads: {
      person: async (id) => (records.get(`insuredPerson:${id}`)?.data as InsuredPerson | undefined) ?? null,
      async searchPersons(typed, limit) {
        const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
        if (words.length === 0) return []
        const matches = (person: InsuredPerson): boolean => {
          const fields = [
            ...fullName(person).toLowerCase().split(' '),
            person.policy.number,
            person.snils ?? '',
            person.birthDate,
          ]
          return words.every((word) => fields.some((field) => field.startsWith(word)))
        }
        return hits(persons().filter(matches), 'name').slice(0, limit)
      },
      personsByPhone: async (e164) =>
        hits(
          persons().filter((person) => person.phones.some((phone) => phone.number === e164)),
          'phone',
        ),
      dueList: (query) =>
        new DuePersons({
          async *pages() {
            yield persons().map((data) => ({ id: data.id, version: 1, data }))
          },
          changed: () => [],
          person: async (id) => persons().find((it) => it.id === id) ?? null,
        }).list(query),
      history: async (personId) => ({
        appeals: all('appeal', (it) => it.concernsId === personId || it.applicant.personId === personId),
        calls: all('call', (it) => it.personId === personId),
        runs: all('scriptRun', (it) => it.personId === personId),
        informings: all('informing', (it) => it.personId === personId),
        bookings: all('booking', (it) => it.personId === personId),
        assistances: all('assistance', (it) => it.personId === personId),
      }),
      contactsByPhone: async (e164) => all('contact', (it) => it.phone === e164),
      async record(kind, id) {
        const found = records.get(recordKey({ kind, id }))
        return found ? kept(found) : null
      },
      records: async (kind, filter) => all(kind, filter ?? (() => true)),
      waiting: async () => [...waiting.values()].map((entry) => entry.item),
      needsYou: async () => [...refused.values()].map((entry) => entry.item),
      subscribe(kinds, listener) {
        const entry = { kinds: new Set<string>(kinds), listener }
        listeners.add(entry)
        return () => listeners.delete(entry)
      },
    },
    writes: {
      dispatch: async (command, args) => run(command as CommandDefinition, args, null),
      async dispatchNumbered(command, argsOf) {
        const number = numbers[0]
        if (number === undefined) return err([refuse('numbers.none')])
        const result = run(command as CommandDefinition, argsOf(number), number)
        if (result.ok) numbers.shift()
        return result
      },
      async mend(commandId, args) {
        const entry = refused.get(commandId)
        const definition = entry && (findCommand(entry.item.name) ?? entry.definition)
        if (!entry || !definition) return err([refuse('record.notFound', 'commandId')])
        const result = run(definition, args, null)
        if (result.ok) refused.delete(commandId)
        tell('outbox')
        return result
      },
      async drop(commandId) {
        refused.delete(commandId)
        tell('outbox')
      },
      async noteLook(look) {
        looks.push({ ...look, id: newUuid(now(), randomBytes), at: toInstant(now()) } as PersonLook)
      },
    },
    drafts: {
      async load<T>(key: string) {
        const text = drafts.get(key)
        return text === undefined ? null : (JSON.parse(text) as T)
      },
      async save(key, value) {
        drafts.set(key, JSON.stringify(value))
      },
      async drop(key) {
        drafts.delete(key)
      },
      keys: async (prefix) => [...drafts.keys()].filter((key) => key.startsWith(prefix)),
      settled: async () => {},
    },
    recordings: {
      async keep(kept, piece) {
        const known = recordings.get(kept.callId)?.pieces ?? []
        recordings.set(kept.callId, { kept, pieces: piece === null ? known : [...known, piece] })
      },
      all: async () => [...recordings.values()].map(({ kept: recording }) => recording),
      content: async (callId) => recordings.get(callId)?.pieces ?? [],
      async drop(callId) {
        recordings.delete(callId)
      },
    },
    live: createLiveTalk().talk,
    sync: { tryNow: async () => {}, stop: async () => {} },
  }
}

function kept<K extends RecordKind>(stored: Stored): Kept<K> {
  return {
    id: stored.id,
    kind: stored.kind as K,
    version: stored.delivery === 'sent' ? 1 : 0,
    data: stored.data as RecordTypes[K],
    delivery: stored.delivery,
  }
}
