export type CallMark = 'dial-clicked' | 'invite-sent' | 'invite-received' | 'call-shown'

/** Notes the time of a moment of the newest call, `opora:…` in the browser's timeline, which would keep those of the whole shift. */
export function markCall(mark: CallMark, detail?: string): void {
  const name = `opora:${mark}`
  performance.clearMarks(name)
  performance.mark(name, detail === undefined ? undefined : { detail })
}
