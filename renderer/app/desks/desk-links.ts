import type { Appeal } from '#shared/features/appeals/appeal.ts'

/** What a desk can do with a telephone number or an appeal, wherever one is shown. */
export interface DeskLinks {
  /** Null while nobody can be dialled. */
  readonly onCall: ((number: string) => void) | null
  readonly onOpenAppeal: (appeal: Appeal) => void
}
