import { readFileSync } from 'node:fs'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { isDueAndNotPassed } from '#shared/features/insured-persons/person.ts'
import { policyNumberProblem } from '#shared/kernel/policy-number.ts'
import { PASSWORD } from '../page-models/desk-page.ts'

const PLACES = new URL('../../../assets/synthetic/places.ru.json', import.meta.url)

interface Callee {
  readonly id: string
  readonly phone: string
  readonly name: string
}

/** Somebody who is due for a check-up and has not passed it, with a telephone of their own. */
export interface KnownPerson extends Callee {
  readonly person: InsuredPerson
}

async function json<T>(address: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(address, init)
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** A short sign-in of a supervisor from outside any desk, for looking at what the server has. */
export function supervisorToken(apiUrl: string): Promise<string> {
  return tokenOf(apiUrl, 'supervisor2')
}

/** A short sign-in from outside any desk. */
export async function tokenOf(apiUrl: string, login: string): Promise<string> {
  const body = {
    login,
    password: PASSWORD,
    installationId: crypto.randomUUID(),
    host: 'browser',
    appVersion: 'test',
  }
  const session = await json<{ accessToken: string }>(`${apiUrl}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return session.accessToken
}

/** Looks through the synthetic people for one who fits. @throws Error when nobody among the first 200 does */
export async function findPersonDueForCheckUp(apiUrl: string): Promise<KnownPerson> {
  const authorization = `Bearer ${await supervisorToken(apiUrl)}`
  const callees: KnownPerson[] = []
  for (let n = 1; n <= 200; n += 1) {
    const callee = await json<Callee>(`${apiUrl}/api/try-out/persons/${n}`)
    const person = await json<InsuredPerson>(`${apiUrl}/api/persons/${callee.id}?why=search`, {
      headers: { authorization },
    })
    callees.push({ ...callee, person })
  }
  const shared = new Map<string, number>()
  for (const { person } of callees)
    for (const { number } of person.phones) shared.set(number, (shared.get(number) ?? 0) + 1)
  const fitting = callees.find(
    ({ person, phone }) =>
      person.prevention.due === 'checkUp' &&
      isDueAndNotPassed(person) &&
      person.phones.length === 1 &&
      shared.get(phone) === 1,
  )
  if (!fitting) throw new Error('nobody among the first 200 people is due for a check-up')
  return fitting
}

/** Attached people with a unified policy, a СНИЛС and a place in this year's plan, and the clinic's code in the register. */
export async function personsOfClinic(
  apiUrl: string,
  count: number,
): Promise<{ readonly code: string; readonly persons: readonly InsuredPerson[] }> {
  const authorization = `Bearer ${await supervisorToken(apiUrl)}`
  const persons: InsuredPerson[] = []
  for (let n = 1; persons.length < count; n += 1) {
    const callee = await json<Callee>(`${apiUrl}/api/try-out/persons/${n}`)
    const person = await json<InsuredPerson>(`${apiUrl}/api/persons/${callee.id}?why=search`, {
      headers: { authorization },
    })
    const isWhole = person.policy.kind === 'unified' && policyNumberProblem('unified', person.policy.number) === null
    const isKnown = persons.some(({ id }) => id === person.id)
    const isPlanned = person.prevention.due !== 'none' && person.prevention.quarter !== null
    if (isWhole && !isKnown && isPlanned && person.snils !== null && person.status === 'attached') persons.push(person)
  }
  const places = JSON.parse(readFileSync(PLACES, 'utf8')) as { clinic: { registerCode: string } }
  return { code: places.clinic.registerCode, persons }
}

/** Login of the expert to whom the journal says an appeal has gone. @throws Error when it is nobody's */
export async function expertOf(apiUrl: string, number: string): Promise<string> {
  const authorization = `Bearer ${await supervisorToken(apiUrl)}`
  const today = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const query = new URLSearchParams({ from: `${Number(today.slice(0, 4)) - 1}-01-01`, to: today, text: number })
  const journal = await json<{ items: { assignedToName: string | null }[] }>(`${apiUrl}/api/journal?${query}`, {
    headers: { authorization },
  })
  const { accounts } = await json<{ accounts: { login: string; name: string }[] }>(`${apiUrl}/api/try-out/accounts`)
  const login = accounts.find(({ name }) => name === journal.items[0]?.assignedToName)?.login
  if (login === undefined) throw new Error(`nobody works ${number}`)
  return login
}

/** How many appeals of this year the journal finds by a number or a name. */
export async function countInJournal(apiUrl: string, text: string): Promise<number> {
  const authorization = `Bearer ${await supervisorToken(apiUrl)}`
  const today = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const query = new URLSearchParams({ from: `${Number(today.slice(0, 4)) - 1}-01-01`, to: today, text })
  const answer = await json<{ total: number }>(`${apiUrl}/api/journal?${query}`, { headers: { authorization } })
  return answer.total
}
