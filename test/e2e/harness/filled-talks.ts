import type { Session } from '#shared/features/auth/session.ts'
import { recordScriptRun, recordSurvey } from '#shared/features/call-scripts/commands.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { PASSWORD } from '../page-models/desk-page.ts'

interface TalkToFill {
  readonly scriptId: string
  readonly scriptVersion: number
  readonly result: string
  /** Steps of the path, each with the seconds at it. */
  readonly steps: readonly (readonly [nodeId: string, title: string, seconds: number])[]
  readonly personId?: string
  /** Answers to a survey: question, scale and code. */
  readonly answers?: readonly (readonly [item: string, scale: string, code: string])[]
}

/** Talks as the desk of a colleague sends them, all of today: for reports over what the synthetic polyclinic does not have. */
export async function fillTalks(apiUrl: string, login: string, talks: readonly TalkToFill[]): Promise<void> {
  const post = async (address: string, body: object, token?: string): Promise<Response> => {
    const answer = await fetch(`${apiUrl}${address}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const device = { installationId: crypto.randomUUID(), host: 'browser', appVersion: 'test' }
  const session = (await (await post('/api/auth/sign-in', { login, password: PASSWORD, ...device })).json()) as Session
  const startedAt = new Date(Date.now() - 3_600_000)
  let { expectedN: n } = session
  const commandOf = (definition: { readonly name: string; readonly version: number }, args: object) => ({
    id: crypto.randomUUID(),
    n: n++,
    name: definition.name,
    version: definition.version,
    occurredAt: startedAt.toISOString(),
    args,
    seen: {},
  })
  const commands = talks.flatMap((talk) => {
    let ms = 0
    const visits = talk.steps.map(([nodeId, step, seconds], place) => {
      const enteredMs = ms
      ms += seconds * 1000
      return { nodeId, step, place, enteredMs, leftMs: ms }
    })
    const { scriptId, scriptVersion, result, personId = null } = talk
    const run = { id: crypto.randomUUID(), callId: null, personId, scriptId, scriptVersion }
    const endedAt = new Date(startedAt.getTime() + ms).toISOString()
    const recorded = { ...run, answers: [], visits, result, startedAt: startedAt.toISOString(), endedAt }
    const answers = (talk.answers ?? []).map(([item, scale, code]) => ({ item, scale, codes: [code], text: '' }))
    const survey = { ...run, on: startedAt.toISOString().slice(0, 10), answers, isComplete: true }
    return [commandOf(recordScriptRun, recorded), ...(answers.length === 0 ? [] : [commandOf(recordSurvey, survey)])]
  })
  for (let from = 0; from < commands.length; from += 50) {
    const answer = await post(
      '/api/sync/push',
      { protocol: PROTOCOL_VERSION, commands: commands.slice(from, from + 50) },
      session.accessToken,
    )
    const { answers } = (await answer.json()) as { answers: readonly { readonly status: string }[] }
    const refused = answers.find(({ status }) => status !== 'applied')
    if (refused !== undefined) throw new Error(JSON.stringify(refused))
  }
}
