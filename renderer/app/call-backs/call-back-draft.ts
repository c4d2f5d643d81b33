/** When and by whom somebody is to be called, as it stands in the sheet of a call until it is wrapped up. */
export interface CallBackDraft {
  readonly dueAt: string
  readonly isForAnyone: boolean
}
