import { createStore, type StoreApi } from 'zustand/vanilla'
import { CASE_START, type CasePlace } from '#renderer/features/complaints/case-place.ts'
import type { PersonLook } from '#shared/features/audit/look.ts'
import type { AppealId, BookingId, CallId, ClinicId, PersonId } from '#shared/kernel/ids.ts'

/** What the centre shows. A call in progress always comes first; the rest is where the representative goes between calls. */
export type Task =
  | { readonly kind: 'home' }
  | { readonly kind: 'call'; readonly callId: CallId }
  | { readonly kind: 'newAppeal' }
  | { readonly kind: 'mendAppeal'; readonly commandId: string }
  | { readonly kind: 'appeal'; readonly appealId: AppealId }
  /** The directory of clinics; with a clinic it is the one asked for, and stands first. */
  | { readonly kind: 'clinics'; readonly clinicId?: ClinicId }
  | { readonly kind: 'informing'; readonly personId: PersonId }
  /** `mends`: the refused command that this visit settles. `bookingId`: the request that gets a time. */
  | {
      readonly kind: 'visit'
      readonly personId: PersonId
      readonly mends?: string
      readonly bookingId?: BookingId
    }
  | { readonly kind: 'personData'; readonly personId: PersonId }
  | { readonly kind: 'assist'; readonly personId: PersonId }
  | { readonly kind: 'inbox' }
  | { readonly kind: 'journal' }
  | { readonly kind: 'callLog' }
  | { readonly kind: 'clinicLists'; readonly jobId: string | null }
  | { readonly kind: 'floor' }
  /** Cases of the organisation; `appealId`: the one that is open. */
  | { readonly kind: 'cases'; readonly appealId: AppealId | null }
  | { readonly kind: 'approvals' }
  | { readonly kind: 'reports' }
  | { readonly kind: 'team' }
  /** An article of the knowledge base in the methodologist's editor; an unknown id is a new one. */
  | { readonly kind: 'knowledge'; readonly articleId: string }

/** Why a card is open; it goes into the audit of looks. */
export type LookReason = PersonLook['why']

export interface OpenPerson {
  readonly personId: PersonId
  readonly why: LookReason
  readonly callId: CallId | null
}

/** Where the representative is. Only navigation: nothing of the data is copied here. */
export interface DeskState {
  readonly task: Task
  /** What a call interrupted; it comes back when the call is done. */
  readonly interrupted: Task | null
  /** A number from a `tel:` link that waits for a yes: nothing is dialled unasked. */
  readonly askedNumber: string | null
  /** Shown in the right zone; null when nobody is. */
  readonly person: OpenPerson | null
  readonly isPaletteOpen: boolean
  readonly isKeySheetOpen: boolean
  /** Where the expert was in each case opened in this sign-in: what a call interrupts comes back as it was. */
  readonly casePlaces: ReadonlyMap<AppealId, CasePlace>
}

export interface DeskNavigation {
  readonly state: StoreApi<DeskState>
  go(task: Task): void
  /** Back to what the last call interrupted, or home. */
  goBack(): void
  askToDial(number: string | null): void
  openPerson(personId: PersonId, why: LookReason, callId?: CallId | null): void
  closePerson(): void
  placeInCase(appealId: AppealId, place: Partial<CasePlace>): void
  showPalette(isOpen: boolean): void
  showKeySheet(isOpen: boolean): void
}

export function createDeskNavigation(home: Task): DeskNavigation {
  const state = createStore<DeskState>(() => ({
    task: home,
    interrupted: null,
    askedNumber: null,
    person: null,
    isPaletteOpen: false,
    isKeySheetOpen: false,
    casePlaces: new Map(),
  }))
  return {
    state,
    go(task) {
      const { task: before, interrupted } = state.getState()
      if (task.kind !== 'call') state.setState({ task, interrupted: null })
      else state.setState({ task, interrupted: before.kind === 'call' ? interrupted : before })
    },
    goBack: () => state.setState({ task: state.getState().interrupted ?? home, interrupted: null }),
    askToDial: (askedNumber) => state.setState({ askedNumber }),
    openPerson: (personId, why, callId = null) => state.setState({ person: { personId, why, callId } }),
    closePerson: () => state.setState({ person: null }),
    placeInCase(appealId, place) {
      const { casePlaces } = state.getState()
      const next = { ...(casePlaces.get(appealId) ?? CASE_START), ...place }
      state.setState({ casePlaces: new Map([...casePlaces, [appealId, next]]) })
    },
    showPalette: (isPaletteOpen) => state.setState({ isPaletteOpen }),
    showKeySheet: (isKeySheetOpen) => state.setState({ isKeySheetOpen }),
  }
}
