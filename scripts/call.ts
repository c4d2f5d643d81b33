import { parseArgs } from 'node:util'
import { z } from 'zod'
import {
  type CallSnapshot,
  callSnapshot,
  DEFAULT_LAB_CONTROL_PORT,
  DEFAULT_TRY_OUT_PORT,
  health,
  type NewCall,
} from '#scripts/try-out-pbx/control-contract.ts'
import { errorAnswer } from '#shared/kernel/errors.ts'

const HELP = `npm run call [-- OPTIONS]: somebody calls the desk, with speech.
  --person N      the N-th person of the synthetic polyclinic (without it, and without --from: a random one)
  --from NUMBER   a synthetic number, +7000…, or anonymous
  --name NAME     display name, with --from
  --to EXTENSION  rings this desk; without it the operator who has been free longest
  --phrase ID     what the caller says: check-up, specialist-wait, policy, paid-tests, change-clinic, second-stage, gratitude, home-visit
  --source KIND   direct, fund (contact centre of the fund) or dispatch (dispatch service)
OPORA_API_URL is the central API (default http://127.0.0.1:4680), OPORA_PBX_URL the exchange's control interface.`

const DEFAULT_API_URL = 'http://127.0.0.1:4680'
const ASK_WITHIN_MS = 3_000

const tryOutPerson = z.object({ phone: z.string(), name: z.string() })

/** What to do about an error of the exchange. */
const ADVICE: Readonly<Record<string, string>> = {
  'call.deskNotRegistered':
    'No operator has a telephone on: sign in as an operator and take calls, or name another desk with --to.',
  'call.fromNotSynthetic': 'Only synthetic numbers can call: --from +7000 and seven digits, or anonymous.',
  'call.phraseUnknown': 'There is no such phrase; npm run call -- --help names them.',
  'call.exchangeFull': 'Too many calls at once: let some end.',
}

class CallError extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      person: { type: 'string' },
      from: { type: 'string' },
      name: { type: 'string' },
      to: { type: 'string' },
      phrase: { type: 'string' },
      source: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return
  }
  const control = await findExchange()
  const caller =
    values.from === undefined ? await findPerson(values.person ?? 'random') : { from: values.from, name: values.name }
  const { to, phrase, source } = values
  const wanted = Object.fromEntries(
    Object.entries({ ...caller, to, phrase, source }).filter(([, value]) => value !== undefined),
  )
  const call = await startCall(control.url, wanted as Partial<NewCall>)
  console.log(
    `${call.from}${caller.name === undefined ? '' : ` (${caller.name})`} calls through the ${control.kind === 'lab' ? 'lab' : 'try-out PBX'}.`,
  )
  const hangUp = (): void => void fetch(`${control.url}/calls/${call.id}`, { method: 'DELETE' }).catch(() => undefined)
  process.once('SIGINT', hangUp)
  await follow(control.url, call)
}

/** The exchange that runs here: the one named, else the try-out PBX, else the lab. */
async function findExchange(): Promise<{ url: string; kind: string }> {
  const named = process.env['OPORA_PBX_URL']
  const places =
    named === undefined
      ? [DEFAULT_TRY_OUT_PORT, DEFAULT_LAB_CONTROL_PORT].map((port) => `http://127.0.0.1:${port}`)
      : [named]
  const found: Array<{ url: string; kind: string; registrations: number }> = []
  for (const url of places) {
    const answer = await ask(`${url}/health`).catch(() => undefined)
    const parsed = answer?.ok === true ? health.safeParse(await answer.json()) : undefined
    if (parsed?.success === true) found.push({ url, ...parsed.data })
  }
  // both may run: the one where a desk is registered is meant
  const chosen = found.find((one) => one.registrations > 0) ?? found[0]
  if (chosen === undefined)
    throw new CallError(
      `No telephone exchange answers at ${places.join(' or ')}. Start one: npm start, or npm run lab.`,
    )
  return chosen
}

async function findPerson(which: string): Promise<{ from: string; name: string }> {
  const api = process.env['OPORA_API_URL'] ?? DEFAULT_API_URL
  const answer = await ask(`${api}/api/try-out/persons/${encodeURIComponent(which)}`).catch(() => undefined)
  const parsed = answer?.ok === true ? tryOutPerson.safeParse(await answer.json()) : undefined
  if (parsed?.success !== true)
    throw new CallError(
      `The central API at ${api} names no such person (it does so in try-out mode only). Use --from +7000… instead.`,
    )
  return { from: parsed.data.phone, name: parsed.data.name }
}

async function startCall(url: string, wanted: Partial<NewCall>): Promise<CallSnapshot> {
  const answer = await ask(`${url}/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  })
  const body: unknown = await answer.json()
  if (answer.ok) return callSnapshot.parse(body)
  const parsed = errorAnswer.safeParse(body)
  const code = parsed.success ? parsed.data.error.code : `HTTP ${answer.status}`
  const field = parsed.success && parsed.data.error.field !== undefined ? ` (${parsed.data.error.field})` : ''
  throw new CallError(ADVICE[code] ?? `The exchange refused the call: ${code}${field}`)
}

/** Tells each change of the call until it ends. */
async function follow(url: string, started: CallSnapshot): Promise<void> {
  let state = ''
  for (let call = started; ; ) {
    if (call.state !== state) {
      state = call.state
      if (state === 'ended')
        console.log(
          `ended${call.endedBy === null ? '' : ` by ${call.endedBy === 'called' ? 'the desk' : 'the caller'}`}${call.status === null ? '' : `, status ${call.status}`}`,
        )
      else console.log(state === 'waiting' ? 'waiting for a free desk' : state)
    }
    if (call.state === 'ended') return
    await new Promise((next) => setTimeout(next, 500))
    const answer = await ask(`${url}/calls/${started.id}`)
    if (!answer.ok) return
    call = callSnapshot.parse(await answer.json())
  }
}

function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(ASK_WITHIN_MS) })
}

main().catch((error: unknown) => {
  console.error(error instanceof CallError ? error.message : error)
  process.exitCode = 1
})
