import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeskData } from '#renderer/sync/desk-data.ts'
import { followKeeping, type Keeping } from '#renderer/sync/keeping.ts'
import { type RegisterAppealArgs, registerAppeal } from '#shared/features/appeals/commands.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { must, ok, type Result } from '#shared/kernel/result.ts'
import {
  type AppealIntake,
  appealIntake,
  argsOf,
  changeIntake,
  emptyIntake,
  type IntakeHints,
  intakeOf,
  prefill,
  problemsOf,
  usualReviewLine,
} from './appeal-intake.ts'

/** Forms begun and not registered yet, one for each call and one for a talk without a call. */
export const FORM_DRAFTS = 'appeals/form/'

export interface IntakeOptions {
  /** Call id or `new`. */
  readonly draftKey: string
  readonly hints: IntakeHints
  readonly intakeLine: 1 | 2 | 3
  readonly classifierVersion: string
  readonly newAppealId: () => AppealId
  /** An appeal that the server refused: mended and sent again instead of being registered anew (rule PUSH4). */
  readonly mending?: { readonly commandId: string; readonly args: RegisterAppealArgs; readonly refusal: Refusal }
}

export interface IntakeState {
  readonly intake: AppealIntake
  readonly hints: IntakeHints
  /** What is wrong, by the path of the argument; shown once registering was tried. */
  readonly problems: ReadonlyMap<string, Refusal>
  readonly hasTried: boolean
  /** Refusals of a text that did not fit, beside its field, until the field changes again. */
  readonly notes: ReadonlyMap<string, Refusal>
  /** Refusals that belong to no field. */
  readonly refusals: readonly Refusal[]
  readonly phase: 'editing' | 'saving' | 'registered'
  readonly registered: { readonly id: AppealId; readonly number: string } | null
  /** Whether the latest change is on the disk. */
  readonly keeping: Keeping
}

export type TextField = 'text' | 'resultText' | 'applicantName' | 'clinicName' | 'applicantPhone'

/** The form of one appeal on the desk: every change goes to the draft at once (X1), the number is taken only when all is right. */
export interface IntakeStore {
  readonly state: StoreApi<IntakeState>
  change(change: Partial<AppealIntake>): void
  /** A change of a text that has a limit; one that does not fit is refused and the text before it stays. */
  changeText(field: TextField, text: string, max: number): void
  /** A text of this length was kept out of the field before it got in. */
  refuseText(field: TextField, length: number, max: number): void
  /** What the call and the script know by now. */
  hint(hints: IntakeHints): void
  /** Resolves to the number, or null when something must be mended first. */
  register(): Promise<string | null>
  /** A further appeal of the same call: the same applicant, another matter. */
  beginAnother(): void
}

type Deps = Pick<DeskData, 'reads' | 'writes' | 'drafts'>

/**
 * Opens the form as it was left. An appeal that had been registered just before a crash is found by its id, one of this call by
 * the call: neither is offered for registering a second time.
 */
export async function openIntake(deps: Deps, options: IntakeOptions): Promise<IntakeStore> {
  const key = `${FORM_DRAFTS}${options.draftKey}`
  const draft = appealIntake.safeParse(await deps.drafts.load(key))
  if (options.mending !== undefined)
    return createIntakeStore(deps, options, key, draft.success ? draft.data : intakeOf(options.mending.args), null)
  const intake = draft.success ? draft.data : null
  const done = intake === null ? await lastOfCall(deps, options) : await deps.reads.record('appeal', intake.id)
  if (intake !== null && done !== null) await deps.drafts.drop(key)
  const begun = intake === null || done !== null ? emptyIntake(options.newAppealId(), options.intakeLine) : intake
  return createIntakeStore(deps, options, key, prefill(begun, options.hints), done?.data ?? null)
}

/** Drops the draft of a form into which nobody typed anything; one that holds somebody's words stays. */
export async function dropUntouched(drafts: Deps['drafts'], draftKey: string): Promise<void> {
  const key = `${FORM_DRAFTS}${draftKey}`
  const left = appealIntake.safeParse(await drafts.load(key))
  if (left.success && left.data.touched.length === 0) await drafts.drop(key)
}

/** The form of a call for the desk that takes the call over; null when nobody typed anything into it. */
export async function formToHand(drafts: Deps['drafts'], draftKey: string): Promise<AppealIntake | null> {
  const left = appealIntake.safeParse(await drafts.load(`${FORM_DRAFTS}${draftKey}`))
  return left.success && left.data.touched.length > 0 ? left.data : null
}

/** Puts a form that came with a call where it is found, as an appeal of this desk. Nothing happens when it cannot be read here. */
export async function takeHandedForm(
  drafts: Deps['drafts'],
  draftKey: string,
  handed: unknown,
  id: AppealId,
): Promise<void> {
  const form = appealIntake.safeParse(handed)
  if (form.success) await drafts.save(`${FORM_DRAFTS}${draftKey}`, { ...form.data, id })
}

async function lastOfCall(deps: Deps, options: IntakeOptions) {
  const { callId } = options.hints
  if (callId === null) return null
  const registered = await deps.reads.records('appeal', (appeal) => appeal.callId === callId)
  return registered.toSorted((a, b) => a.data.registeredAt.localeCompare(b.data.registeredAt)).at(-1) ?? null
}

/** Fields that a further appeal of the same call does not take over. */
const OWN_FIELDS = ['kind', 'themeCode', 'text', 'resultText', 'result', 'reviewLine']

function createIntakeStore(
  deps: Deps,
  options: IntakeOptions,
  key: string,
  first: AppealIntake,
  done: { readonly id: AppealId; readonly number: string } | null,
): IntakeStore {
  const state = createStore<IntakeState>(() => ({
    intake: first,
    hints: options.hints,
    problems: new Map(),
    hasTried: false,
    notes: new Map(),
    refusals: options.mending === undefined ? [] : [options.mending.refusal],
    phase: done === null ? 'editing' : 'registered',
    registered: done === null ? null : { id: done.id, number: done.number },
    keeping: 'kept',
  }))
  const follow = followKeeping((keeping) => state.setState({ keeping }))

  function put(changed: AppealIntake, more: Partial<IntakeState> = {}): void {
    const { hints } = { ...state.getState(), ...more }
    const isLineSet = changed.touched.includes('reviewLine') || hints.reviewLine !== null
    const intake = isLineSet ? changed : { ...changed, reviewLine: usualReviewLine(changed, options.intakeLine) }
    state.setState({ ...more, intake, problems: problemsOf(intake, hints, options.classifierVersion) })
    follow(deps.drafts.save(key, intake))
  }
  function refuseText(field: TextField, length: number, max: number): void {
    const refusal = refuse('text.pasteTooLong', field, { length, max })
    state.setState({ notes: new Map([...state.getState().notes, [field, refusal]]) })
  }
  function refuseWith(refusals: readonly Refusal[]): null {
    const problems = new Map(state.getState().problems)
    for (const refusal of refusals) if (refusal.field !== undefined) problems.set(refusal.field, refusal)
    state.setState({ phase: 'editing', problems, refusals: refusals.filter((refusal) => refusal.field === undefined) })
    return null
  }
  /** A refused number is given up for a new one; any other refused appeal keeps its own. */
  async function send(intake: AppealIntake, hints: IntakeHints): Promise<Result<string, readonly Refusal[]>> {
    const { mending } = options
    const args = (number: string): RegisterAppealArgs => argsOf(intake, hints, options.classifierVersion, number)
    if (mending !== undefined && !mending.refusal.code.startsWith('numbers.')) {
      const mended = await deps.writes.mend(mending.commandId, args(mending.args.number))
      return mended.ok ? ok(mending.args.number) : mended
    }
    const sent = await deps.writes.dispatchNumbered(registerAppeal, args)
    if (!sent.ok) return sent
    if (mending !== undefined) await deps.writes.drop(mending.commandId)
    return ok(must(sent.value.number, 'the number of a numbered command'))
  }
  async function finish(id: AppealId, number: string): Promise<string> {
    await deps.drafts.drop(key)
    state.setState({ phase: 'registered', registered: { id, number }, refusals: [] })
    return number
  }

  return {
    state,
    change(change) {
      if (state.getState().phase === 'editing') put(changeIntake(state.getState().intake, change))
    },
    changeText(field, text, max) {
      const { intake, phase, notes } = state.getState()
      if (phase !== 'editing') return
      if (text.length > max) return refuseText(field, text.length, max)
      const kept = new Map([...notes].filter(([name]) => name !== field))
      put(changeIntake(intake, { [field]: text }), { notes: kept })
    },
    refuseText,
    hint(hints) {
      if (state.getState().phase === 'editing') put(prefill(state.getState().intake, hints), { hints })
      else state.setState({ hints })
    },
    async register() {
      const { intake, hints, phase } = state.getState()
      if (phase !== 'editing') return null
      const problems = problemsOf(intake, hints, options.classifierVersion)
      state.setState({ hasTried: true, problems, refusals: [] })
      if (problems.size > 0) return null
      state.setState({ phase: 'saving' })
      const sent = await send(intake, hints)
      if (sent.ok) return finish(intake.id, sent.value)
      const isThere = sent.error.some((refusal) => refusal.code === 'record.exists')
      const kept = isThere ? await deps.reads.record('appeal', intake.id) : null
      return kept === null ? refuseWith(sent.error) : finish(intake.id, kept.data.number)
    },
    beginAnother() {
      const { intake, hints } = state.getState()
      const begun = emptyIntake(options.newAppealId(), options.intakeLine)
      const kept = {
        ...intake,
        ...Object.fromEntries(OWN_FIELDS.map((field) => [field, begun[field as keyof AppealIntake]])),
      }
      const next = { ...kept, id: begun.id, touched: [...new Set([...intake.touched, ...OWN_FIELDS])] }
      put(prefill(next, hints), { phase: 'editing', registered: null, hasTried: false, notes: new Map(), refusals: [] })
    },
  }
}
