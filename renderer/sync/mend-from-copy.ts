import type { StoredBlock } from '#renderer/db/database.ts'
import type { KeptRow } from '#renderer/db/kept.ts'
import type { CopyContents } from '#renderer/db/outbox-copy.ts'
import { readCopy, renewCopy } from '#renderer/db/second-copy.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { mergeRecords, touchedBy } from '#shared/protocol/merge.ts'
import type { StoreLoss } from './desk-data.ts'
import type { Decision, DeskState, StateView } from './desk-state.ts'
import { OWN_SCOPE } from './dispatch.ts'

const NOTHING: CopyContents = { waiting: [], refused: [], nextN: 1 }

/**
 * Notices a store that is empty or older than it was left (rule OUT3): the second copy or the server knows of more commands than the
 * store has ever counted. What the copy has of them is put back, under its own ids and numbers, so that it is delivered once. Never
 * counts from a number that was used.
 * @param copy null when there is none
 * @param expectedN next command number by the server; null when it was not asked
 * @returns null when the store is as it was left
 */
export async function mendFromCopy(
  state: DeskState,
  copy: CopyContents | null,
  expectedN: number | null,
): Promise<StoreLoss | null> {
  const loss = await state.transact((view) => mended(state, view, copy ?? NOTHING, expectedN))
  // Nobody waits for it: until the new copy is whole the files of the old one stay, and what is written meanwhile is added to the new one.
  void renewFromState(state, copy ?? NOTHING)
  return loss
}

/**
 * Commands were counted anew: a copy that remembers higher numbers would take the store for an older one at its next opening.
 */
export async function forgetOldCount(state: DeskState): Promise<void> {
  await renewFromState(state, (await readCopy(state.store)) ?? NOTHING)
}

async function renewFromState(state: DeskState, copy: CopyContents): Promise<void> {
  const blocks = new Map(copy.waiting.map(({ item, block }) => [item.command.id, block]))
  await renewCopy(state.store, {
    waiting: state.view.outbox.map((item) => ({ item, block: blocks.get(item.command.id) ?? null })),
    refused: [...state.view.refused.values()],
    nextN: state.view.meta.nextN,
  })
}

async function mended(
  state: DeskState,
  view: StateView,
  copy: CopyContents,
  expectedN: number | null,
): Promise<Decision<StoreLoss | null>> {
  const storedN = state.storedN ?? 1
  const knownN = Math.max(copy.nextN, expectedN ?? 1)
  const damaged = new Set(state.damaged.flatMap(({ table, key }) => (table === 'outbox' ? [key] : [])))
  if (knownN <= storedN && damaged.size === 0) return { change: null, result: null }
  const isMissing = ({ id, n }: { readonly id: string; readonly n: number }): boolean =>
    (n >= storedN || damaged.has(n)) &&
    !view.refused.has(id) &&
    !view.outbox.some((item) => (item.command.id as string) === id)
  const back = copy.waiting.filter(({ item }) => isMissing(item.command))
  const refused = copy.refused.filter((item) => isMissing(item.command))
  const result: StoreLoss = {
    kind: state.isNew ? 'empty' : knownN > storedN ? 'older' : 'damaged',
    takenBack: back.length + refused.length,
  }
  const waiting = [...view.outbox, ...back.map(({ item }) => item)].sort((a, b) => a.command.n - b.command.n)
  const touched = new Set(waiting.flatMap(({ command }) => touchedBy(command)))
  const known = await state.known(touched)
  const scopes = await state.scopesOf([...known.keys()])
  const rows = new Map<string, KeptRow>()
  for (const record of mergeRecords(waiting, known, [], touched)) {
    const key = recordKey(record)
    rows.set(key, { ...record, scopes: scopes.get(key) ?? [OWN_SCOPE] })
  }
  return {
    change: {
      rows,
      outboxPut: back.map(({ item }) => item),
      refusedPut: refused,
      blocks: usedBlocks(view, copy),
      meta: { nextN: Math.max(storedN, knownN) },
    },
    result,
  }
}

/** Blocks of numbers with every number counted as used that a copied command carries (rule NUM1). */
function usedBlocks(view: StateView, copy: CopyContents): readonly StoredBlock[] {
  const blocks = new Map<string, StoredBlock>(view.blocks.map((block) => [block.id, block]))
  const changed = new Map<string, StoredBlock>()
  for (const { block } of copy.waiting) {
    if (block === null || block.next <= (blocks.get(block.id)?.next ?? 0)) continue
    blocks.set(block.id, block)
    changed.set(block.id, block)
  }
  return [...changed.values()]
}
