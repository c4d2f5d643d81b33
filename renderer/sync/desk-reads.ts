import type { KeptRow, RefusedCommand } from '#renderer/db/kept.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { Assistance } from '#shared/features/clinics/assistance.ts'
import type { Booking } from '#shared/features/clinics/booking.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { commandKey } from '#shared/kernel/command.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { type FieldMerge, mergeFields } from '#shared/protocol/field-merge.ts'
import type { WaitingCommand } from '#shared/protocol/merge.ts'
import type { PageRecord } from '#shared/protocol/pages.ts'
import { findCommand, type RecordKind, type RecordTypes } from '#shared/protocol/registry.ts'
import type { DeskReads, Kept, WaitingItem } from './desk-data.ts'
import type { DeskState } from './desk-state.ts'
import { aboutOf } from './dispatch.ts'
import { personRef, phoneRef } from './record-refs.ts'

/** When a record happened, for lists that begin with the newest. */
const HAPPENED_AT = {
  appeal: (data: Appeal) => data.registeredAt,
  call: (data: Call) => data.offeredAt,
  scriptRun: (data: ScriptRun) => data.startedAt,
  informing: (data: Informing) => data.at,
  booking: (data: Booking) => data.bookedAt,
  assistance: (data: Assistance) => data.at,
} as const

/** Reads of rows and pages together: a row, also one that hides, wins over the page below it. */
export function createReads(state: DeskState): DeskReads {
  const pagedLists = new Map<string, Promise<readonly PageRecord[]>>()
  // Pages change seldom, lists are read after each change of any row: the opened pages of a kind are kept until they change.
  state.onPagesChanged((kinds) => {
    for (const kind of kinds ?? [...pagedLists.keys()]) pagedLists.delete(kind)
  })

  function pagedAll(kind: string): Promise<readonly PageRecord[]> {
    const list = pagedLists.get(kind) ?? state.pages.all(kind)
    pagedLists.set(kind, list)
    list.catch(() => pagedLists.delete(kind))
    return list
  }

  function kept<K extends RecordKind>(kind: K, id: string, version: number, data: unknown): Kept<K> {
    return { id, kind, version, data: data as RecordTypes[K], delivery: state.deliveryOf(recordKey({ kind, id })) }
  }

  function ofRows<K extends RecordKind>(kind: K, rows: readonly KeptRow[]): Kept<K>[] {
    return rows.flatMap((row) => (row.shown === null ? [] : [kept(kind, row.id, row.version, row.shown)]))
  }

  function ofPages<K extends RecordKind>(kind: K, records: readonly PageRecord[]): Kept<K>[] {
    return records.flatMap((record) =>
      state.view.rows.get(recordKey({ kind, id: record.id })) || record.data === null
        ? []
        : [kept(kind, record.id, record.version, record.data)],
    )
  }

  async function byRef<K extends RecordKind>(kind: K, ref: string): Promise<Kept<K>[]> {
    const paged = await state.pages.byRef(kind, ref)
    return [...ofRows(kind, state.view.rows.byRef(kind, ref)), ...ofPages(kind, paged)]
  }

  async function newestFirst<K extends keyof typeof HAPPENED_AT>(kind: K, ref: string): Promise<Kept<K>[]> {
    const at = HAPPENED_AT[kind] as (data: RecordTypes[K]) => string
    return (await byRef(kind, ref)).sort((a, b) => (at(a.data) < at(b.data) ? 1 : at(a.data) > at(b.data) ? -1 : 0))
  }

  return {
    person: (id) => state.pages.person(id),
    async searchPersons(typed, limit) {
      return (await state.pages.searchPersons(typed, limit)) ?? []
    },
    personsByPhone: (e164) => state.pages.personsByPhone(e164),
    dueList: (query) => state.pages.dueList(query),
    async history(personId) {
      const ref = personRef(personId)
      const [appeals, calls, runs, informings, bookings, assistances] = await Promise.all([
        newestFirst('appeal', ref),
        newestFirst('call', ref),
        newestFirst('scriptRun', ref),
        newestFirst('informing', ref),
        newestFirst('booking', ref),
        newestFirst('assistance', ref),
      ])
      return { appeals, calls, runs, informings, bookings, assistances }
    },
    contactsByPhone: (e164) => byRef('contact', phoneRef(e164)),
    async record(kind, id) {
      const row = state.view.rows.get(recordKey({ kind, id }))
      if (row) return row.shown === null ? null : kept(kind, id, row.version, row.shown)
      const paged = await state.pages.record(kind, id)
      return paged && paged.data !== null ? kept(kind, id, paged.version, paged.data) : null
    },
    async records(kind, filter) {
      const paged = await pagedAll(kind)
      const all = [...ofRows(kind, state.view.rows.ofKind(kind)), ...ofPages(kind, paged)]
      return filter ? all.filter((record) => filter(record.data)) : all
    },
    waiting: async () => state.view.outbox.map(waitingItem),
    needsYou: () =>
      Promise.all(
        [...state.view.refused.values()].map(async (item) => ({
          ...waitingItem(item),
          refusal: item.refusal,
          merge: await mergeOf(state, item),
        })),
      ),
    subscribe(kinds, listener) {
      const wanted = new Set<string>(kinds)
      return state.onChange(({ kinds: changed }) => {
        for (const kind of changed) {
          if (!wanted.has(kind)) continue
          listener()
          return
        }
      })
    },
  }
}

/** Compared with what the server last said, not with what waits here. */
async function mergeOf(state: DeskState, { command, refusal }: RefusedCommand): Promise<FieldMerge> {
  const definition = findCommand(commandKey(command))
  const parsed = definition?.args.safeParse(command.args)
  if (refusal.code !== 'record.conflict' || definition === undefined || !parsed?.success)
    return { conflicts: [], args: command.args }
  const known = await state.known(definition.touches(parsed.data).map(recordKey))
  return mergeFields(
    definition,
    parsed.data,
    command.seenFields,
    (kind, id) => known.get(recordKey({ kind, id }))?.base ?? undefined,
  )
}

function waitingItem({ command }: WaitingCommand): WaitingItem {
  return {
    commandId: command.id,
    n: command.n,
    name: command.name,
    version: command.version,
    occurredAt: command.occurredAt,
    args: command.args,
    about: aboutOf(command),
  }
}
