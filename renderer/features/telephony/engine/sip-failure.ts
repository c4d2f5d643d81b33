import type { EndReason } from './call-end.ts'
import type { CallEvent } from './call-state.ts'

/** A failure on our own side, by the name of the exception (getUserMedia names are of Media Capture §10). */
export function failureOf(error: unknown): CallEvent {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  return { type: 'failed', reason: REASONS[name] ?? 'internalFault', by: 'desk' }
}

const REASONS: Readonly<Record<string, EndReason>> = {
  NotFoundError: 'microphoneMissing',
  NotReadableError: 'microphoneMissing',
  OverconstrainedError: 'microphoneMissing',
  NotAllowedError: 'microphoneDenied',
  SecurityError: 'microphoneDenied',
}
