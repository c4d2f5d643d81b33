import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { DueQuery } from '#shared/features/preventive-care/due-list.ts'
import type { PageRecord, ScopeManifest } from '#shared/protocol/pages.ts'
import type { ApiFailure } from './api-client.ts'
import type { DuePersonList, PersonHit } from './desk-data.ts'

export interface LoadProgress {
  readonly records: number
  readonly bytes: number
}

/** How a first load ended. What was stored before a failure stays: the next try goes on from there (rule PULL3). */
export type LoadOutcome = { readonly ok: true } | { readonly ok: false; readonly failure: ApiFailure }

/** A person as the rows show it, over what the pages say; null hides it. */
export interface PersonOverlay {
  readonly id: string
  readonly shown: InsuredPerson | null
}

export interface PageCopy {
  readonly scope: string
  readonly version: number
}

/**
 * Pages and the index over them: in the desk behind a worker, so that neither loading nor searching stops the screen. It knows what
 * the server sent; changes on top of it live in rows, and rows win.
 */
export interface PagedStore {
  /** Opens what is on disk for these scopes, from the index snapshot or from the pages. Names the scopes with a damaged page. */
  open(scopes: readonly string[]): Promise<{ readonly damaged: readonly string[] }>
  /** Deletes the pages of all scopes but these: left over when the desk was stopped while it forgot one. Only for the tab that leads. */
  tidy(scopes: readonly string[]): Promise<void>
  /** Fetches the pages of the manifest that are missing or of another version, stores them and makes them searchable. */
  load(manifest: ScopeManifest, accessToken: string, onProgress: (progress: LoadProgress) => void): Promise<LoadOutcome>
  forget(scope: string): Promise<void>
  /** Replaces what the rows say about these persons; undefined takes the row away. */
  overlay(changes: readonly (PersonOverlay | { readonly id: string; readonly shown?: undefined })[]): Promise<void>
  /** The newest copy, or the newest one of these scopes. */
  record(kind: string, id: string, scopes?: readonly string[]): Promise<PageRecord | null>
  /** For each record key the scopes whose pages hold it, with the version there. No page is opened for it. */
  copies(keys: readonly string[]): Promise<readonly (readonly PageCopy[])[]>
  byRef(kind: string, ref: string): Promise<readonly PageRecord[]>
  all(kind: string): Promise<readonly PageRecord[]>
  person(id: string): Promise<InsuredPerson | null>
  /** Null when a newer search has begun meanwhile. */
  searchPersons(typed: string, limit: number): Promise<readonly PersonHit[] | null>
  personsByPhone(e164: string): Promise<readonly PersonHit[]>
  /** Who is due for preventive care, in the order of the plan (REQUIREMENTS P1, P4). */
  dueList(query: DueQuery): Promise<DuePersonList>
  /** Called when a page on disk cannot be opened: the scope has to be loaded again. */
  onDamaged(listener: (scope: string) => void): void
}
