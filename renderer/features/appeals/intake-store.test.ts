import { describe, expect, it } from 'vitest'
import type { DeskData } from '#renderer/sync/desk-data.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { type RegisterAppealArgs, registerAppeal } from '#shared/features/appeals/commands.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { err, ok } from '#shared/kernel/result.ts'
import type { IntakeHints } from './appeal-intake.ts'
import { FORM_DRAFTS, type IntakeStore, openIntake } from './intake-store.ts'

const uuid = (tail: number): string => `0193a000-0000-7000-8000-${String(tail).padStart(12, '0')}`
const CALL = uuid(100) as never
const hints: IntakeHints = {
  callId: CALL,
  source: 'direct',
  channel: 'phone',
  person: { id: uuid(2) as never, name: 'Смирнова Анна' },
  contact: null,
  phone: '+70001234567',
  clinicId: null,
  kind: 'consultation',
  themeCode: null,
  form: null,
  result: 'answeredAtOnce',
  reviewLine: 1,
  text: '',
  resultText: '',
}

/** The desk's disk and its registered appeals; `refuseWith` makes the next registration fail. */
function aDesk() {
  const kept = new Map<string, string>()
  const appeals: Appeal[] = []
  let refusals: readonly Refusal[] | null = null
  let nextId = 1
  const deps = {
    drafts: {
      load: async (key: string) => JSON.parse(kept.get(key) ?? 'null'),
      save: async (key: string, value: unknown) => void kept.set(key, JSON.stringify(value)),
      drop: async (key: string) => void kept.delete(key),
      keys: async () => [...kept.keys()],
    },
    reads: {
      record: async (_kind: string, id: string) => {
        const data = appeals.find((appeal) => appeal.id === id)
        return data === undefined ? null : { id, kind: 'appeal', version: 1, data, delivery: 'onThisComputer' }
      },
      records: async (_kind: string, filter: (appeal: Appeal) => boolean) =>
        appeals.filter(filter).map((data) => ({ id: data.id, kind: 'appeal', version: 1, data, delivery: 'sent' })),
    },
    writes: {
      dispatchNumbered: async (command: unknown, argsOf: (number: string) => RegisterAppealArgs) => {
        expect(command).toBe(registerAppeal)
        if (refusals !== null) return err(refusals)
        const number = `X-2026-${String(appeals.length + 1).padStart(6, '0')}`
        const args = registerAppeal.args.parse(argsOf(number))
        if (appeals.some((appeal) => appeal.id === args.id)) return err([refuse('record.exists', 'id')])
        appeals.push({ ...args, registeredAt: `2026-11-24T09:00:0${appeals.length}Z` } as Appeal)
        return ok({ commandId: 'c', number })
      },
    },
  } as unknown as DeskData
  const open = (more: Partial<IntakeHints> = {}): Promise<IntakeStore> =>
    openIntake(deps, {
      draftKey: CALL,
      hints: { ...hints, ...more },
      intakeLine: 1,
      classifierVersion: 'v1',
      newAppealId: () => {
        nextId += 1
        return uuid(nextId) as never
      },
    })
  const refuseWith = (next: readonly Refusal[] | null): void => {
    refusals = next
  }
  return { kept, appeals, open, deps, refuseWith }
}

async function fill(form: IntakeStore): Promise<void> {
  form.change({ themeCode: 'consultation.4.1' })
  form.changeText('text', 'Потеряла полис', 20_000)
}

describe('[C5] registering an appeal on the desk', () => {
  it('takes a number, keeps nothing of the draft and shows the number', async () => {
    const desk = aDesk()
    const form = await desk.open()
    await fill(form)
    expect(await form.register()).toBe('X-2026-000001')
    expect(form.state.getState()).toMatchObject({ phase: 'registered', registered: { number: 'X-2026-000001' } })
    expect(desk.appeals[0]).toMatchObject({
      text: 'Потеряла полис',
      callId: CALL,
      applicant: { name: 'Смирнова Анна' },
    })
    expect(desk.kept.size).toBe(0)
  })

  it('takes no number while something is wrong, and says what', async () => {
    const desk = aDesk()
    const form = await desk.open()
    expect(await form.register()).toBeNull()
    expect([...form.state.getState().problems.keys()].sort()).toEqual(['text', 'themeCode'])
    expect(desk.appeals).toHaveLength(0)
    await fill(form)
    expect(form.state.getState().problems.size).toBe(0)
  })

  it('[X1] gives back every key after a kill', async () => {
    const desk = aDesk()
    await fill(await desk.open())
    const again = await desk.open()
    expect(again.state.getState().intake).toMatchObject({ text: 'Потеряла полис', themeCode: 'consultation.4.1' })
  })

  it('[X1] says that it is kept only when the latest key is on the disk', async () => {
    const desk = aDesk()
    const ends: (() => void)[] = []
    const form = await desk.open()
    desk.deps.drafts.save = () => new Promise((resolve) => ends.push(resolve))
    const keeping = () => form.state.getState().keeping
    form.changeText('text', 'Потеряла', 20_000)
    form.changeText('text', 'Потеряла полис', 20_000)
    expect(keeping()).toBe('keeping')
    ends[0]?.()
    await Promise.resolve()
    await Promise.resolve()
    expect(keeping()).toBe('keeping')
    ends[1]?.()
    await Promise.resolve()
    await Promise.resolve()
    expect(keeping()).toBe('kept')
  })

  it('does not offer an appeal again that was registered just before a kill', async () => {
    const desk = aDesk()
    const form = await desk.open()
    await fill(form)
    const draft = desk.kept.get(`${FORM_DRAFTS}${CALL}`) ?? ''
    await form.register()
    desk.kept.set(`${FORM_DRAFTS}${CALL}`, draft)
    const again = await desk.open()
    expect(again.state.getState()).toMatchObject({ phase: 'registered', registered: { number: 'X-2026-000001' } })
    expect(await again.register()).toBeNull()
    expect(desk.appeals).toHaveLength(1)
  })

  it('shows the appeal of this call when the form is opened anew, and begins another one only when asked', async () => {
    const desk = aDesk()
    const form = await desk.open()
    await fill(form)
    await form.register()
    const again = await desk.open({ text: 'Суть вопроса: полис' })
    expect(again.state.getState().phase).toBe('registered')
    again.beginAnother()
    expect(again.state.getState().intake).toMatchObject({
      text: '',
      themeCode: '',
      kind: null,
      applicantKind: 'person',
    })
    again.change({ kind: 'gratitude', result: 'answeredAtOnce' })
    again.changeText('text', 'Спасибо врачу', 20_000)
    expect(await again.register()).toBe('X-2026-000002')
  })

  it('keeps the form when the numbers have run out, with the reason', async () => {
    const desk = aDesk()
    const form = await desk.open()
    await fill(form)
    desk.refuseWith([refuse('numbers.none')])
    expect(await form.register()).toBeNull()
    expect(form.state.getState()).toMatchObject({ phase: 'editing', refusals: [{ code: 'numbers.none' }] })
    expect(desk.kept.size).toBe(1)
    desk.refuseWith(null)
    expect(await form.register()).toBe('X-2026-000001')
  })

  it('refuses a paste of 5 MB beside the field, keeps what was typed and forgets the message with the next key', async () => {
    const desk = aDesk()
    const form = await desk.open()
    await fill(form)
    form.changeText('text', 'x'.repeat(5 * 1024 * 1024), 20_000)
    expect(form.state.getState().intake.text).toBe('Потеряла полис')
    expect(form.state.getState().notes.get('text')?.code).toBe('text.pasteTooLong')
    form.changeText('text', 'Потеряла полис.', 20_000)
    expect(form.state.getState().notes.size).toBe(0)
  })

  it('follows what the script learns, but not over what was typed', async () => {
    const desk = aDesk()
    const form = await desk.open()
    form.changeText('text', 'Своими словами', 20_000)
    form.hint({ ...hints, text: 'Суть вопроса: …', themeCode: 'consultation.4.2', result: 'handedOver' })
    expect(form.state.getState().intake).toMatchObject({
      text: 'Своими словами',
      themeCode: 'consultation.4.2',
      result: 'handedOver',
    })
  })

  it('reviews a complaint on the usual line until somebody says otherwise', async () => {
    const form = await aDesk().open({ reviewLine: null })
    form.change({ kind: 'complaint', themeCode: 'complaint.10' })
    expect(form.state.getState().intake.reviewLine).toBe(2)
    form.change({ themeCode: 'complaint.11.14' })
    expect(form.state.getState().intake.reviewLine).toBe(3)
    form.change({ reviewLine: 1 })
    form.change({ themeCode: 'complaint.12' })
    expect(form.state.getState().intake.reviewLine).toBe(1)
  })
})

describe('[PUSH4] mending an appeal that the server refused', () => {
  async function aRefused(refusal: Refusal) {
    const desk = aDesk()
    const form = await desk.open()
    await fill(form)
    await form.register()
    const args = registerAppeal.args.parse(desk.appeals.pop())
    const mended: RegisterAppealArgs[] = []
    const dropped: string[] = []
    const writes = {
      ...desk.deps.writes,
      mend: async (_id: string, next: RegisterAppealArgs) => {
        mended.push(next)
        return ok({ commandId: 'd', number: null })
      },
      drop: async (id: string) => void dropped.push(id),
    } as DeskData['writes']
    const again = await openIntake(
      { ...desk.deps, writes },
      { ...OPTIONS, draftKey: 'mend-c', mending: { commandId: 'c', args, refusal } },
    )
    return { desk, again, args, mended, dropped }
  }
  const OPTIONS = { hints, intakeLine: 1, classifierVersion: 'v1', newAppealId: () => uuid(50) as never } as const

  it('begins with what was typed and the reason, and sends it under the same number', async () => {
    const { again, args, mended } = await aRefused(refuse('appeals.clinicUnknown'))
    expect(again.state.getState()).toMatchObject({
      intake: { text: args.text },
      refusals: [{ code: 'appeals.clinicUnknown' }],
    })
    again.changeText('text', 'Потеряла полис вчера', 20_000)
    expect(await again.register()).toBe(args.number)
    expect(mended).toEqual([{ ...args, text: 'Потеряла полис вчера' }])
  })

  it('takes a new number when the number was the reason, and gives the refused one up', async () => {
    const { again, desk, mended, dropped } = await aRefused(refuse('numbers.used', 'number'))
    expect(await again.register()).toBe('X-2026-000001')
    expect(desk.appeals).toHaveLength(1)
    expect([mended, dropped]).toEqual([[], ['c']])
  })
})
