import { newUuid } from '#shared/kernel/ids.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { PASSWORD } from '../page-models/desk-page.ts'

interface OutsideSession {
  readonly accessToken: string
  readonly expectedN: number
}

/** A supervisor approves the answer of a case from another desk. @throws Error when the server does not accept it */
export async function approveAnswerOutside(apiUrl: string, caseId: string, revision: number): Promise<void> {
  const post = async <T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const session = await post<OutsideSession>('/api/auth/sign-in', {
    login: 'supervisor1',
    password: PASSWORD,
    installationId: crypto.randomUUID(),
    host: 'browser',
    appVersion: 'test',
  })
  const command = {
    id: newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length))),
    n: session.expectedN,
    name: 'complaints.approveAnswer',
    version: 1,
    occurredAt: new Date().toISOString(),
    args: { id: caseId, revision },
    seen: {},
  }
  const pushed = await post<{ answers: { status: string }[] }>(
    '/api/sync/push',
    { protocol: PROTOCOL_VERSION, commands: [command] },
    { authorization: `Bearer ${session.accessToken}` },
  )
  if (pushed.answers[0]?.status !== 'applied') throw new Error(`the answer was not approved: ${JSON.stringify(pushed)}`)
}
