import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'

export interface NamedClinic {
  readonly id: string
  readonly name: string
}

export interface CaseFormProps {
  readonly theCase: ComplaintCase
  readonly onDone: () => void
}

/** Key of a draft of one step of a case. */
export const stepDraft = (theCase: ComplaintCase, step: string): string => `complaints/${step}/${theCase.id}`
