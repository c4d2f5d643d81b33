import type { TeamAnswer } from '#shared/features/staff/team.ts'
import { PASSWORD, SupervisorPage } from '../page-models/desk-page.ts'
import type { Desk } from './desk.ts'
import type { QuietWorld } from './story-world.ts'

/** Name of a colleague of the try-out by the login. */
export async function nameOf(apiUrl: string, login: string): Promise<string> {
  const answer = await fetch(`${apiUrl}/api/try-out/accounts`)
  const { accounts } = (await answer.json()) as { accounts: { login: string; name: string }[] }
  const account = accounts.find((it) => it.login === login)
  if (account === undefined) throw new Error(`no account ${login}`)
  return account.name
}

/** Another supervisor, at another computer, changes a colleague by the API. */
export async function changedByAnother(apiUrl: string, login: string, change: object): Promise<void> {
  const ask = async (path: string, token: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    }
    const answer = await fetch(`${apiUrl}${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const body = JSON.stringify({
    login: 'supervisor2',
    password: PASSWORD,
    installationId: '0190c5f2-7d3a-7abc-8def-0000000000f2',
    host: 'browser',
    appVersion: '0.1.0',
  })
  const { accessToken } = (await ask('/api/auth/sign-in', '', { method: 'POST', body })) as { accessToken: string }
  const { members } = (await ask('/api/staff', accessToken)) as TeamAnswer
  const member = members.find((it) => it.login === login)
  if (member === undefined) throw new Error(`no colleague ${login}`)
  const { version, role, clinicIds, isActive } = member
  await ask(`/api/staff/${member.userId}`, accessToken, {
    method: 'PUT',
    body: JSON.stringify({ version, role, clinicIds, isActive, documents: [], ...change }),
  })
}

/** The desk of a supervisor, signed in, and the name by which she sees the first operator. */
export async function openSupervisorDesk(
  world: QuietWorld,
  login: string,
  /** What her microphone says; without it she has none. */
  hz?: number,
): Promise<{ readonly desk: Desk; readonly supervisor: SupervisorPage; readonly name: string }> {
  const desk = await world.desk(hz)
  const supervisor = new SupervisorPage(desk.page)
  await supervisor.signIn(login)
  return { desk, supervisor, name: await nameOf(world.api.url, 'operator1') }
}
