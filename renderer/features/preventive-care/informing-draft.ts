import type { RecordInformingArgs } from '#shared/features/preventive-care/commands.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'

/** What was answered when preventive care was spoken of, as far as it is filled in. Plain data: it is kept with the call. */
export interface InformingDraft {
  readonly result: Informing['result'] | null
  readonly reason: Informing['reason']
  readonly repeatOn: Informing['repeatOn']
  readonly note: string
  /** How the person was told; by telephone when left out. */
  readonly way?: Informing['way']
  /** The stage that the script says: stage 2, a dispensary visit. */
  readonly stage?: Informing['stage']
}

export const EMPTY_INFORMING: InformingDraft = { result: null, reason: null, repeatOn: null, note: '' }

/** What the draft belongs to. */
export interface InformingOf {
  readonly id: Informing['id']
  readonly personId: Informing['personId']
  readonly callId: Informing['callId']
  /** What is due decides the stage that is recorded (DOMAIN §5). */
  readonly due: 'checkUp' | 'preventiveExamination' | 'none'
  /** The stage where it is known better: a reminder, stage 2. */
  readonly stage?: Informing['stage']
  /** Nobody may be called now. */
  readonly isWithoutCalls?: boolean
}

/** How the person was told: by telephone unless said otherwise, in person where nobody may be called. */
export function wayOf({ way }: Pick<InformingDraft, 'way'>, isWithoutCalls: boolean): Informing['way'] {
  if (isWithoutCalls && (way === undefined || way === '03')) return '11'
  return way ?? '03'
}

/** Whether nobody may have answered: who stands at the post has. */
export function canMiss(way: Informing['way']): boolean {
  return way !== '11'
}

/** Arguments of `preventiveCare.recordInforming`; null while no answer is chosen that can be recorded now. */
export function informingArgsOf(draft: InformingDraft, of: InformingOf): RecordInformingArgs | null {
  const way = wayOf(draft, of.isWithoutCalls ?? false)
  if (draft.result === null || (draft.result === 'notReached' && !canMiss(way))) return null
  return {
    id: of.id,
    personId: of.personId,
    way,
    stage: draft.stage ?? of.stage ?? (of.due === 'preventiveExamination' ? '201' : '101'),
    result: draft.result,
    // A reason chosen for a refusal that was taken back must not travel with another answer.
    reason: draft.result === 'refused' ? draft.reason : null,
    repeatOn: draft.result === 'willThink' ? draft.repeatOn : null,
    note: draft.note,
    callId: of.callId,
  }
}
