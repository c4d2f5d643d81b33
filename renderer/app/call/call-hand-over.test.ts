import { expect, it } from 'vitest'
import { emptyIntake } from '#renderer/features/appeals/appeal-intake.ts'
import { FORM_DRAFTS } from '#renderer/features/appeals/intake-store.ts'
import type { ApiAnswer } from '#renderer/sync/api-client.ts'
import { anId } from '#shared/builders/ids.ts'
import type { HandOver } from '#shared/features/telephony/hand-over.ts'
import type { AppealId, CallId, InformingId, PersonId, ScriptRunId } from '#shared/kernel/ids.ts'
import { createHandOvers } from './call-hand-over.ts'
import { type CallSheet, newSheet, stepSheet } from './call-sheet.ts'

const sent = anId<CallId>(0xca)
const received = anId<CallId>(0xcb)
const person = anId<PersonId>(0x11)
const AWAY = { ok: false, failure: { kind: 'unreachable', retryAfterMs: null } } as const
const NOT_THERE = {
  ok: false,
  failure: { kind: 'refused', status: 404, refusal: { code: 'record.notFound' }, refusals: [] },
} as unknown as ApiAnswer<never>

const talk = (): CallSheet => {
  const offered = {
    callId: sent,
    direction: 'in',
    remoteNumber: '+70001234567',
    remoteName: '',
    source: 'direct',
    sipCallId: 's',
    offeredAt: '2026-11-23T09:27:00.000Z',
  } as const
  const sheet = newSheet(offered, anId<InformingId>(1))
  return stepSheet(stepSheet(sheet, { type: 'personChosen', personId: person }), { type: 'noteTyped', note: 'Ждёт' })
}

/** Two desks over one server that is away for the first `awayFor` questions. */
function aWorld(awayFor = 0) {
  const kept = new Map<string, HandOver>()
  const drafts = new Map<string, unknown>()
  const seen = { waits: 0, waiting: [] as boolean[], asked: 0 }
  const ports = {
    api: {
      async put<T>(path: string, body: unknown) {
        seen.asked += 1
        if (seen.asked <= awayFor) return AWAY
        kept.set(path, JSON.parse(JSON.stringify(body)) as HandOver)
        return { ok: true, value: { handedAt: '' } as T } as const
      },
      async get<T>(path: string) {
        seen.asked += 1
        const content = kept.get(path)
        if (seen.asked <= awayFor) return AWAY
        if (content === undefined) return NOT_THERE
        return { ok: true, value: { ...content, fromName: 'Петрова', handedAt: '' } as T } as const
      },
    },
    drafts: {
      load: async <T>(key: string) => (drafts.get(key) ?? null) as T | null,
      save: async (key: string, value: unknown) => void drafts.set(key, value),
      drop: async (key: string) => void drafts.delete(key),
      keys: async (prefix: string) => [...drafts.keys()].filter((key) => key.startsWith(prefix)),
      settled: async () => undefined,
    },
    wait: async () => {
      seen.waits += 1
    },
    newRunId: () => anId<ScriptRunId>(0x99),
    newAppealId: () => anId<AppealId>(0xaa),
    onWaiting: (isWaiting: boolean) => seen.waiting.push(isWaiting),
  }
  return { handOvers: createHandOvers(ports as never), drafts, kept, seen }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 60; i += 1) await Promise.resolve()
}

it('[C7] person, note and the appeal that was begun arrive at the other desk, the appeal under an id of its own', async () => {
  const { handOvers, drafts } = aWorld()
  const form = { ...emptyIntake(anId<AppealId>(0xa1), 1), text: 'Не пускают к врачу', touched: ['text'] }
  drafts.set(`${FORM_DRAFTS}${sent}`, form)
  handOvers.send(talk(), '1101')
  await settled()
  expect(await handOvers.take(received, sent, () => true)).toMatchObject({
    fromName: 'Петрова',
    personId: person,
    isPersonSure: true,
    note: 'Ждёт',
  })
  expect(drafts.get(`${FORM_DRAFTS}${received}`)).toEqual({ ...form, id: anId<AppealId>(0xaa) })
})

it('[C7] a server that is away is told as soon as it is back, and the desk says that the data waits', async () => {
  const { handOvers, kept, seen } = aWorld(2)
  handOvers.send(talk(), '1101')
  await settled()
  expect(kept.size).toBe(1)
  expect(seen.waiting).toEqual([true, true, false])
})

it('[C7] the receiver asks until the server answers, and gives up what was never told', async () => {
  const away = aWorld(3)
  away.kept.set(`/api/telephony/hand-overs/${sent}`, { personId: person, run: null, form: null } as HandOver)
  expect(await away.handOvers.take(received, sent, () => true)).toMatchObject({ personId: person })
  const never = aWorld()
  expect(await never.handOvers.take(received, sent, () => true)).toBeNull()
  expect(never.seen.waits).toBe(5)
})

it('nothing is told for a number outside: no desk there can ask', async () => {
  const { handOvers, seen } = aWorld()
  handOvers.send(talk(), '+70007654321')
  await settled()
  expect(seen.asked).toBe(0)
})
