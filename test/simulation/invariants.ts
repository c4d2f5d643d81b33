import { parseRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { findCommand, RECORD_SCHEMAS, type RecordKind } from '#shared/protocol/registry.ts'
import { isSameJson } from './model-merge.ts'
import type { ModelServer } from './model-server.ts'
import type { SimDesk } from './sim-desk.ts'

/** What must be true after every schedule, once the network is good and everybody has synced. Each violation is told in words. */
export async function violationsOf(server: ModelServer, desks: readonly SimDesk[]): Promise<string[]> {
  const violations: string[] = []
  for (const desk of desks) {
    violations.push(...onceAndInOrder(server, desk), ...numbersRight(server, desk))
    violations.push(...(await refusedVisible(server, desk)), ...(await sameAsServer(server, desk)))
    violations.push(...(await searchable(server, desk)))
    violations.push(...overwroteNothingUnseen(server, desk), ...(await bothTextsShown(server, desk)))
  }
  const numbers = server.durable.accepted.flatMap(({ command, status }) =>
    command.name === 'appeals.register' && status === 'applied' ? [(command.args as { number: string }).number] : [],
  )
  if (new Set(numbers).size !== numbers.length) violations.push('[NUM1] a number was used twice')
  return violations
}

function name(desk: SimDesk): string {
  return `desk ${desk.user.actor.userId.slice(-2)}`
}

function acceptedOf(server: ModelServer, desk: SimDesk) {
  return server.durable.accepted.filter((it) => it.deviceId === desk.user.actor.deviceId)
}

/** [OUT1] [PUSH1] Everything called saved is accepted or refused, once, in the order it was entered. */
function onceAndInOrder(server: ModelServer, desk: SimDesk): string[] {
  const violations: string[] = []
  const ids = acceptedOf(server, desk).map(({ command }) => command.id as string)
  if (new Set(ids).size !== ids.length) violations.push(`${name(desk)}: [PUSH1] a command was executed twice`)
  const places = desk.acknowledged.map(({ commandId }) => ids.indexOf(commandId))
  for (const [index, place] of places.entries())
    if (place === -1)
      violations.push(`${name(desk)}: [OUT1] ${desk.acknowledged[index]?.commandId} was called saved and is lost`)
  const found = places.filter((place) => place !== -1)
  if (found.some((place, index) => index > 0 && place < (found[index - 1] ?? 0)))
    violations.push(`${name(desk)}: [PUSH1] commands arrived in another order`)
  const running = desk.running
  if (!running || running.status.getState().waiting > 0)
    violations.push(`${name(desk)}: [OUT2] the outbox did not empty`)
  return violations
}

/** [NUM1] Numbers come from the desk's own blocks, in order of registration. */
function numbersRight(server: ModelServer, desk: SimDesk): string[] {
  const serials = acceptedOf(server, desk).flatMap(({ command }) =>
    command.name === 'appeals.register'
      ? [parseRegistrationNumber((command.args as { number: string }).number)?.serial ?? 0]
      : [],
  )
  const blocks = server.durable.blocks.filter((block) => block.deviceId === desk.user.actor.deviceId)
  const violations: string[] = []
  if (acceptedOf(server, desk).some(({ code }) => code?.startsWith('numbers.')))
    violations.push(`${name(desk)}: [NUM1] a number was not fit for use`)
  if (serials.some((serial) => !blocks.some((block) => serial >= block.first && serial <= block.last)))
    violations.push(`${name(desk)}: [NUM1] a number outside its blocks`)
  const refused = new Set(
    acceptedOf(server, desk).flatMap(({ command, status }) =>
      status === 'refused' && command.name === 'appeals.register' ? [(command.args as { number: string }).number] : [],
    ),
  )
  // A mended appeal keeps the number it was given first; all others grow.
  const grown = serials.filter((serial) => ![...refused].some((it) => parseRegistrationNumber(it)?.serial === serial))
  if (grown.some((serial, index) => index > 0 && serial <= (grown[index - 1] ?? 0)))
    violations.push(`${name(desk)}: [NUM1] numbers not in order of registration`)
  return violations
}

/** [PUSH4] What was refused is in the inbox with what was typed, until the user has settled it. */
async function refusedVisible(server: ModelServer, desk: SimDesk): Promise<string[]> {
  const inbox = new Set((await desk.running?.data.reads.needsYou())?.map((item) => item.commandId))
  return acceptedOf(server, desk).flatMap(({ command, status }) =>
    status === 'refused' && !inbox.has(command.id) && !desk.settledByUser.has(command.id)
      ? [`${name(desk)}: [PUSH4] ${command.id} was refused silently`]
      : [],
  )
}

/** [PULL1] [PULL2] [MERGE0] The desk shows what the server has in its scopes, neither less nor more. */
async function sameAsServer(server: ModelServer, desk: SimDesk): Promise<string[]> {
  const reads = desk.running?.data.reads
  if (!reads) return []
  const expected = server.expectedFor(desk.user)
  const made = new Set(acceptedOf(server, desk).flatMap(({ command }) => Object.values(command.args as object)))
  const violations: string[] = []
  const shown = new Set<string>()
  for (const kind of Object.keys(RECORD_SCHEMAS) as RecordKind[]) {
    if (kind === 'insuredPerson') continue
    for (const record of await reads.records(kind)) {
      const key = `${kind}:${record.id}`
      shown.add(key)
      const theirs = expected.get(key)
      // What was entered here stays here, also when none of the desk's scopes holds it.
      if (!theirs && !made.has(record.id))
        violations.push(`${name(desk)}: [PULL2] holds ${key}, which is out of its scopes`)
      if (theirs && JSON.stringify(theirs.data) !== JSON.stringify(record.data))
        violations.push(
          `${name(desk)}: [MERGE0] ${key} v${record.version} differs from the server's v${theirs.version}`,
        )
    }
  }
  for (const [key, record] of expected) {
    if (record.kind === 'insuredPerson') {
      const person = await reads.person(record.id)
      if (JSON.stringify(person) !== JSON.stringify(record.data))
        violations.push(`${name(desk)}: [PULL1] ${key} differs`)
    } else if (!shown.has(key)) violations.push(`${name(desk)}: [PULL1] ${key} is missing`)
  }
  for (const record of server.durable.records.values())
    if (
      record.kind === 'insuredPerson' &&
      !expected.has(`insuredPerson:${record.id}`) &&
      (await reads.person(record.id))
    )
      violations.push(`${name(desk)}: [PULL2] holds person ${record.id}, who is out of its scopes`)
  return violations
}

/**
 * [MERGE1] What a command replaced was on the screen of its user, or is what the user wants too; and nobody is asked to choose where
 * nothing was changed. Judged by what the screen showed (`looked`) and by what the server's ledger says stood there.
 */
function overwroteNothingUnseen(server: ModelServer, desk: SimDesk): string[] {
  return acceptedOf(server, desk).flatMap(({ command, status, code, edits }) =>
    edits.flatMap(({ field, stood, wanted }) => {
      const looked = desk.looked.get(command.id)?.[field]
      const known = [looked, command.seenFields?.[field]].filter((it) => it !== undefined)
      const isFree = [...known, wanted].some((it) => isSameJson(it, stood))
      if (status !== 'refused' && !isFree)
        return [`${name(desk)}: [MERGE1] ${command.id} overwrote ${JSON.stringify(stood)} of ${field} unseen`]
      const isNeedless = [command.seenFields?.[field], wanted].some((it) => isSameJson(it, stood))
      if (code === 'record.conflict' && edits.length === 1 && isNeedless)
        return [`${name(desk)}: [MERGE1] ${command.id} is called a conflict, but nobody had changed ${field}`]
      return []
    }),
  )
}

/** [MERGE1] Whoever has to choose sees what the server has now beside what was typed. */
async function bothTextsShown(server: ModelServer, desk: SimDesk): Promise<string[]> {
  const items = (await desk.running?.data.reads.needsYou()) ?? []
  const expected = server.expectedFor(desk.user)
  return items.flatMap((item) => {
    if (item.refusal.code !== 'record.conflict') return []
    const sent = acceptedOf(server, desk).find(({ command }) => command.id === item.commandId)
    return (findCommand(item.name)?.edits?.(item.args) ?? []).flatMap((edit) => {
      const record = expected.get(recordKey(edit))
      if (!record) return []
      const field = `${recordKey(edit)}#${edit.field}`
      const now = edit.valueOf(record.data) ?? null
      const settled = [edit.wanted, sent?.command.seenFields?.[field]].some((it) => isSameJson(it, now))
      const shown = item.merge.conflicts.find((it) => it.edit.field === edit.field)
      const isRight = settled ? shown === undefined : isSameJson(shown?.now, now)
      return isRight
        ? []
        : [`${name(desk)}: [MERGE1] ${item.commandId} does not show ${JSON.stringify(now)} of ${field}`]
    })
  })
}

/** The index finds every person by the present number, and nobody by an old one. */
async function searchable(server: ModelServer, desk: SimDesk): Promise<string[]> {
  const reads = desk.running?.data.reads
  if (!reads) return []
  const violations: string[] = []
  for (const [key, { data }] of server.expectedFor(desk.user)) {
    if (!key.startsWith('insuredPerson:')) continue
    const person = data as InsuredPerson
    const hits = await reads.personsByPhone(person.phones[0]?.number ?? '')
    if (!hits.some((hit) => hit.person.id === person.id)) violations.push(`${name(desk)}: ${key} is not found by phone`)
    if (hits.some((hit) => !hit.person.phones.some((it) => it.number === person.phones[0]?.number)))
      violations.push(`${name(desk)}: somebody is found by an old number`)
  }
  const all = await reads.searchPersons('смирнова', 1000)
  if (new Set(all.map((hit) => hit.person.id)).size !== all.length)
    violations.push(`${name(desk)}: a person is found twice`)
  return violations
}
