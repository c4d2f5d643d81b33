/** Id of the form that text areas outside any form belong to. */
export const UNTOLD_FORM = 'untold'

/**
 * Browsers write what stands in fields to their session files, unsealed, to restore it after a crash. A text area is left out only
 * when its form says `autocomplete="off"`: forms of the desk say it themselves, text areas without one name this form (REQUIREMENTS X3).
 */
export function UntoldForm() {
  return <form id={UNTOLD_FORM} autoComplete="off" hidden />
}
