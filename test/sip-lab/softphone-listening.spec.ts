import { mkdirSync, writeFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { listeningGrants } from '#server/features/telephony/listening-grants.ts'
import type { ListeningClaims, ListeningMode, ListeningRequest } from '#shared/features/telephony/listening.ts'
import { newUuid, type UserId } from '#shared/kernel/ids.ts'
import { OUTSIDE_HZ, type Outside } from './peers/lab-test.ts'
import { sineWav } from './sine-wav.ts'
import { labTest } from './softphone-at-lab.ts'
import { credentialsOf, expect, launchBrowser, openPhonePage, type PhonePage, VOICE_HZ } from './softphone-harness.ts'
import { toneLevelDb } from './tone-level.ts'

declare global {
  interface Window {
    grant: (asked: ListeningRequest) => Promise<Signed>
  }
}

const SUPERVISOR_HZ = 880
const HEARD_DB = -45
const SILENT_DB = -65
const AGENT = '018f0000-0000-7000-8000-0000000000a1' as UserId
const SUPERVISOR = '018f0000-0000-7000-8000-0000000000a9'
/** The central API's own signing: what the desk believes here is what it will be given. */
const grants = listeningGrants(new Uint8Array(32).fill(7))

const newId = (): string => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))

/** The supervisor speaks with a voice of her own: every microphone of one browser says the same. */
const test = labTest.extend<{ supervisor: PhonePage }, { otherVoice: Browser }>({
  otherVoice: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use, info) => {
      const file = `${info.project.outputDir}/supervisor-${info.workerIndex}.wav`
      mkdirSync(info.project.outputDir, { recursive: true })
      writeFileSync(file, sineWav(SUPERVISOR_HZ, 2))
      const browser = await launchBrowser(file)
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  supervisor: async ({ otherVoice, pageUrl, lab }, use) => {
    const context = await otherVoice.newContext()
    const phone = await openPhonePage(context, pageUrl)
    await phone.page.exposeFunction('grant', sign)
    await phone.page.evaluate(() => {
      window.testPhone.askGrant = (asked) => window.grant(asked)
    })
    await phone.register(credentialsOf(lab, '1009'))
    await use(phone)
    await context.close()
  },
})

interface Signed {
  readonly listeningId: string
  readonly grant: string
  readonly extension: string
}

async function sign(
  asked: ListeningRequest,
  change: Partial<ListeningClaims> = {},
  atMs = Date.now(),
): Promise<Signed> {
  const listeningId = asked.listeningId ?? newId()
  const { userId: agent, callId: call, mode } = asked
  const claims = { lid: listeningId, ext: '1009', agent, call, mode, shown: true, ...change }
  return { listeningId, grant: await grants.sign(claims, newId(), atMs), extension: '1001' }
}

async function agentOf(lab: Lab, newPhone: () => Promise<PhonePage>): Promise<PhonePage> {
  const agent = await newPhone()
  const credentials = credentialsOf(lab, '1001', { listeningKey: grants.publicKey })
  await agent.page.evaluate(([given, userId]) => window.testPhone.open(given, userId), [credentials, AGENT] as const)
  await agent.expectLink('registered')
  await agent.page.evaluate(() => window.testPhone.soft.phone.ready())
  return agent
}

async function talk(agent: PhonePage, outside: Outside): Promise<{ call: OutsideCall; callId: string }> {
  const call = await outside.call({ to: '1001' })
  await agent.expectStates('ringingIn')
  await agent.answer()
  await agent.expectStates('talking')
  await expect.poll(() => toneLevelDb(call.recording(), VOICE_HZ)).toBeGreaterThan(HEARD_DB)
  const callId = await agent.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.id ?? '')
  return { call, callId }
}

function listen(supervisor: PhonePage, callId: string, mode: ListeningMode): Promise<unknown> {
  return supervisor.page.evaluate(
    ([userId, id, how]) =>
      window.testPhone.soft.listening.start({ userId: userId as UserId, name: 'Петрова', callId: id as never }, how),
    [AGENT, callId, mode] as const,
  )
}

function change(supervisor: PhonePage, mode: ListeningMode): Promise<unknown> {
  return supervisor.page.evaluate((how) => {
    const { phone, listening } = window.testPhone.soft
    return listening.change(phone.state.calls[0]?.id ?? '', how)
  }, mode)
}

const listeners = (agent: PhonePage) => agent.page.evaluate(() => window.testPhone.soft.phone.state.listeners)
const notices = (desk: PhonePage) =>
  desk.page.evaluate(() => window.testPhone.soft.phone.state.notices.map(({ key }) => key))

/** Who hears whom, each by its frequency: caller 600, representative 440, supervisor 880 Hz. */
async function expectHearing(
  desks: { agent: PhonePage; supervisor: PhonePage; call: OutsideCall },
  wanted: { agentHearsSupervisor: boolean; callerHearsSupervisor: boolean },
): Promise<void> {
  const at = (level: number): string =>
    level > HEARD_DB ? 'heard' : level < SILENT_DB ? 'silent' : `${Math.round(level)}`
  const word = (isHeard: boolean): string => (isHeard ? 'heard' : 'silent')
  const heard = async (desk: PhonePage, ...hz: number[]): Promise<string[]> =>
    (await desk.page.evaluate((all) => window.testPhone.levels(all), hz)).map(at)
  await expect
    .poll(async () => ({
      supervisorHears: await heard(desks.supervisor, OUTSIDE_HZ, VOICE_HZ),
      agentHears: await heard(desks.agent, OUTSIDE_HZ, SUPERVISOR_HZ),
      callerHears: [VOICE_HZ, SUPERVISOR_HZ].map((hz) => at(toneLevelDb(desks.call.recording(), hz))),
    }))
    .toEqual({
      supervisorHears: ['heard', 'heard'],
      agentHears: ['heard', word(wanted.agentHearsSupervisor)],
      callerHears: ['heard', word(wanted.callerHearsSupervisor)],
    })
}

test('@S3 [TEL100] listen, whisper and join are told apart by what everybody hears, in one call of the supervisor', async ({
  lab,
  outside,
  newPhone,
  supervisor,
}) => {
  const agent = await agentOf(lab, newPhone)
  const { call, callId } = await talk(agent, outside)
  const desks = { agent, supervisor, call }
  await listen(supervisor, callId, 'listen')
  await supervisor.expectStates('talking')
  await expect
    .poll(async () => (await listeners(agent))[0])
    .toMatchObject({ callId, mode: 'listen', extension: '1009' })
  await expectHearing(desks, { agentHearsSupervisor: false, callerHearsSupervisor: false })
  await expect(agent.page.getByText('Слушает супервизор')).toBeVisible()
  // nothing rang, no line is taken, and who listens cannot switch her microphone on by herself
  expect(await agent.states()).toEqual(['talking'])
  await supervisor.toggleMute()
  await expectHearing(desks, { agentHearsSupervisor: false, callerHearsSupervisor: false })
  const sipCall = await supervisor.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.sipCallId)

  await test.step('whisper: the representative alone hears her', async () => {
    expect(await change(supervisor, 'whisper')).toEqual({ ok: true })
    await expectHearing(desks, { agentHearsSupervisor: true, callerHearsSupervisor: false })
    await expect(agent.page.getByText('Подсказывает супервизор')).toBeVisible()
  })
  await test.step('join: everybody hears everybody', async () => {
    await change(supervisor, 'join')
    await expectHearing(desks, { agentHearsSupervisor: true, callerHearsSupervisor: true })
  })
  await test.step('muting the desk mutes it towards both, and the supervisor is still heard', async () => {
    await agent.toggleMute()
    await expect.poll(() => toneLevelDb(call.recording(), VOICE_HZ)).toBeLessThan(SILENT_DB)
    expect(toneLevelDb(call.recording(), SUPERVISOR_HZ)).toBeGreaterThan(HEARD_DB)
    await expect
      .poll(async () => (await supervisor.page.evaluate((hz) => window.testPhone.levels([hz]), VOICE_HZ))[0])
      .toBeLessThan(SILENT_DB)
    await agent.toggleMute()
  })
  await test.step('back to listening: nobody hears her any more', async () => {
    await change(supervisor, 'listen')
    await expectHearing(desks, { agentHearsSupervisor: false, callerHearsSupervisor: false })
  })
  expect(await supervisor.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.sipCallId)).toBe(sipCall)

  await test.step('it ends with the call', async () => {
    await call.hangUp()
    await supervisor.expectStates()
    expect(await listeners(agent)).toEqual([])
  })
})

test('@S3 [TEL102] forged, expired, foreign, used and late grants are refused with their reason, and nothing rings', async ({
  lab,
  outside,
  newPhone,
  supervisor,
}) => {
  const agent = await agentOf(lab, newPhone)
  const { callId } = await talk(agent, outside)
  const asked = { userId: AGENT, callId: callId as never, mode: 'listen' as const }
  const good = await sign(asked)
  const forger = listeningGrants(new Uint8Array(32).fill(8))
  const claims = { lid: newId(), ext: '1009', agent: AGENT, call: callId as never, mode: 'join', shown: false } as const
  const cases: readonly (readonly [string, string])[] = [
    ['forged', await forger.sign(claims, newId(), Date.now())],
    ['forged', `${good.grant.slice(0, -6)}AAAAAA`],
    ['expired', (await sign(asked, {}, Date.now() - 10 * 60_000)).grant],
    ['foreign', (await sign(asked, { ext: '1005' })).grant],
    ['foreign', (await sign(asked, { agent: SUPERVISOR as UserId })).grant],
    ['callOver', (await sign(asked, { call: newId() as never })).grant],
  ]
  const tryWith = async (grant: string): Promise<void> => {
    await supervisor.page.evaluate((given) => {
      const listening = { listeningId: 'x', userId: 'x', callId: 'x', mode: 'listen' as const, grant: given }
      window.testPhone.soft.phone.call('1001', { name: '', listening })
    }, grant)
  }
  for (const [refusal, grant] of cases) {
    await tryWith(grant)
    await expect.poll(() => notices(supervisor)).toEqual([`listening.${refusal}`])
    await supervisor.expectStates()
    await supervisor.page.evaluate(
      (key) => window.testPhone.soft.phone.dismissNotice(key as never),
      `listening.${refusal}`,
    )
  }
  await tryWith(good.grant)
  await supervisor.expectStates('talking')
  await supervisor.hangUp()
  await expect.poll(() => listeners(agent)).toEqual([])
  await tryWith(good.grant)
  await expect.poll(() => notices(supervisor)).toEqual(['listening.used'])
  expect(await agent.states()).toEqual(['talking'])
})

test('@S3 [TEL104] a desk that does not know grants rings: the supervisor leaves at once and is told why', async ({
  lab,
  newPhone,
  supervisor,
}) => {
  const colleague = await newPhone()
  await colleague.register(credentialsOf(lab, '1001'))
  // as an exchange does that passes no unknown headers on
  await supervisor.page.evaluate(() => {
    const listening = { listeningId: 'x', userId: 'x', callId: 'x', mode: 'listen' as const, grant: '' }
    window.testPhone.soft.phone.call('1001', { name: '', listening })
  })
  await expect.poll(() => notices(supervisor)).toEqual(['listening.unheard'])
  await supervisor.expectStates()
  await colleague.expectStates()
})
