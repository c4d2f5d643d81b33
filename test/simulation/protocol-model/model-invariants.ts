import { createHash } from 'node:crypto'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { WireCommand } from '#shared/protocol/push.ts'
import { type ModelCentral, scopesOf, TERM_DAYS } from './model-central.ts'
import type { ModelInstallation } from './model-installation.ts'

const DAY_MS = 86_400_000

/** What must be true of the model when everything is quiet (ELECTRON-HOST §7.4). Each violation is told in words. */
export function protocolViolations(
  central: ModelCentral,
  installations: readonly ModelInstallation[],
  canaryOf: (actor: Actor) => string,
): string[] {
  const found: string[] = []
  const everybody = installations.flatMap(({ actors }) => actors)
  for (const installation of installations)
    for (const [user, actor] of installation.actors.entries()) {
      const accepted = central.accepted.filter(({ deviceId }) => deviceId === actor.deviceId)
      const disk = installation.disks[user]
      const acknowledged = installation.acknowledged[user] ?? []
      if (!disk) continue
      const who = `user ${actor.userId.slice(-2)}`
      const ids = accepted.map(({ command }) => command.id as string)
      if (new Set(ids).size !== ids.length) found.push(`${who}: [PUSH1] a command was executed twice`)
      const places = acknowledged.map((id) => ids.indexOf(id))
      if (places.includes(-1)) found.push(`${who}: [OUT1] what was called saved is lost`)
      const inOrder = places.filter((place) => place !== -1)
      if (inOrder.some((place, index) => index > 0 && place < (inOrder[index - 1] ?? 0)))
        found.push(`${who}: [PUSH1] commands arrived in another order`)
      if (accepted.some(({ command }, index) => command.n !== index + 1))
        found.push(`${who}: [PUSH1] the numbers of the commands have a gap`)
      if (disk.outbox.length > 0) found.push(`${who}: [OUT2] the outbox did not empty`)
      for (const { command, status } of accepted)
        if (status === 'refused' && !disk.inbox.has(command.id))
          found.push(`${who}: [PUSH4] ${command.id} was refused silently`)
      found.push(...numbersOf(central, actor, accepted).map((what) => `${who}: ${what}`))

      const expected = [...central.expectedFor(actor)].map(([key, { version, data }]) => [key, version, data])
      const shown = [...disk.rows].map(([key, { version, shown: data }]) => [key, version, data])
      if (hashOf(expected) !== hashOf(shown))
        found.push(`${who}: [PULL1] [MERGE0] the desk shows something else than the server has`)

      // All that ever came to this disk, also what is not shown.
      const everything = JSON.stringify([...disk.rows.values(), disk.outbox, [...disk.inbox.values()]])
      for (const other of everybody)
        if (other.orgId !== actor.orgId && everything.includes(canaryOf(other)))
          found.push(`${who}: [PULL2] holds what user ${other.userId.slice(-2)} of another organisation entered`)
      const allowed = scopesOf(actor)
      for (const key of disk.rows.keys()) {
        const record = central.records.get(key)
        if (record && !record.scopes.some((scope) => allowed.includes(scope)))
          found.push(`${who}: [PULL2] holds ${key}, which is in none of its scopes`)
      }
    }
  for (const { userId, command } of central.accepted) {
    const author = everybody.find((actor) => actor.userId === userId)
    if (author && !wordsOf(command).includes(canaryOf(author)))
      found.push(`[PUSH1] user ${userId.slice(-2)} sent what another had entered`)
  }
  for (const { userId, command, status } of central.accepted) {
    if (status === 'refused' || command.name !== 'telephony.recordCall') continue
    const record = central.records.get(`call:${(command.args as { id: string }).id}`)?.data as Call | undefined
    if (record?.userId !== userId) found.push(`[PUSH1] a call of user ${userId.slice(-2)} stands under another name`)
  }
  if (installations.some(({ wentBack }) => wentBack > 0))
    found.push('[PULL1] a desk showed an older version after a newer')
  for (const { command, status, at } of central.accepted) {
    if (status === 'refused' || command.name !== 'appeals.register') continue
    const record = central.records.get(`appeal:${(command.args as { id: string }).id}`)?.data as Appeal | undefined
    const due = new Date(at + TERM_DAYS * DAY_MS).toISOString().slice(0, 10)
    if (record && (record.answerBy ?? '9') > due)
      found.push(`[TIME1] a legal term stands as ${record.answerBy}, later than ${due}`)
  }
  if (central.overwritten.some(({ told }) => !told)) found.push('[PUSH3] words were replaced and nobody was told')
  return found
}

function numbersOf(central: ModelCentral, actor: Actor, accepted: ModelCentral['accepted']): string[] {
  const found: string[] = []
  const serials = accepted.flatMap(({ command }) => {
    const { number } = command.args as { number?: string }
    return number === undefined ? [] : [Number(number.slice(-6))]
  })
  const blocks = central.blocks.filter(({ deviceId }) => deviceId === actor.deviceId)
  if (serials.some((serial) => !blocks.some(({ first, last }) => serial >= first && serial <= last)))
    found.push('[NUM1] a number outside its blocks')
  if (new Set(serials).size !== serials.length) found.push('[NUM1] a number was used twice')
  for (const block of blocks)
    if (central.blocks.some((other) => other !== block && other.first <= block.last && block.first <= other.last))
      found.push('[NUM1] a block was leased twice')
  return found
}

function wordsOf({ args }: WireCommand): string {
  const { text, note, remoteName } = args as { text?: string; note?: string; remoteName?: string }
  return `${text ?? ''}${note ?? ''}${remoteName ?? ''}`
}

/** Of records in any order. */
function hashOf(records: readonly unknown[]): string {
  const lines = records.map((record) => JSON.stringify(record)).sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
