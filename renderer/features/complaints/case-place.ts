/** The tabs of a case. */
export type CaseTab = 'matter' | 'records' | 'expertise' | 'answer' | 'notices' | 'history'
/** A form in a case that opens in its place. */
export type CaseStep = 'assign' | 'request' | 'decide' | 'extend' | 'forward' | 'close' | 'reopen'

/** Where the expert is in a case: kept by the desk, for a call that comes between takes this screen away and brings it back. */
export interface CasePlace {
  readonly tab: CaseTab
  /** The form that is open. */
  readonly step: CaseStep | null
}

/** Where a case opens for the first time. */
export const CASE_START: CasePlace = { tab: 'matter', step: null }
