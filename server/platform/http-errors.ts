import type { ErrorAnswer, Refusal } from '#shared/kernel/errors.ts'
import { refuse } from '#shared/kernel/errors.ts'

/**
 * An answer from 400 up. `refusal.code` is stable and has a message in the desk's catalogue; nothing personal goes into `args`.
 * `retry`: the same request may succeed later without change.
 */
export class ApiError extends Error {
  readonly status: number
  readonly refusal: Refusal
  readonly retry: boolean
  /** For input with several faults: one refusal for each field. */
  readonly issues: readonly Refusal[]

  constructor(status: number, refusal: Refusal, retry = false, issues: readonly Refusal[] = []) {
    super(refusal.code)
    this.name = 'ApiError'
    this.status = status
    this.refusal = refusal
    this.retry = retry
    this.issues = issues
  }

  toAnswer(): ErrorAnswer {
    const issues = this.issues.length > 0 ? { issues: [...this.issues] } : {}
    return { error: { ...this.refusal, retry: this.retry, ...issues } }
  }
}

/** Every error that the API itself answers, in one place. What a command refuses travels inside a 200 (rule PUSH3). */
export const apiErrors = {
  invalid: (issues: readonly Refusal[]) => new ApiError(400, issues[0] ?? refuse('input.invalid'), false, issues),
  wrongCredentials: () => new ApiError(401, refuse('auth.wrongCredentials')),
  tokenMissing: () => new ApiError(401, refuse('auth.tokenMissing')),
  tokenInvalid: () => new ApiError(401, refuse('auth.tokenInvalid')),
  sessionEnded: () => new ApiError(401, refuse('auth.sessionEnded')),
  /** Names the device, so that a desk whose user is not signed in knows which of its stores to destroy (rule WIPE1). */
  deviceRevoked: (device: string) => new ApiError(401, refuse('device.revoked', undefined, { device })),
  notActive: () => new ApiError(401, refuse('auth.notActive')),
  /** `version` is the present one: the desk shows both and lets choose. */
  changedMeanwhile: (version: number) => new ApiError(409, refuse('staff.changedMeanwhile', undefined, { version })),
  scriptChangedMeanwhile: (revision: number) =>
    new ApiError(409, refuse('scriptDraft.changedMeanwhile', undefined, { revision })),
  /** Names the open draft: the desk opens it instead. */
  scriptBeingWritten: (draft: string) => new ApiError(409, refuse('scriptDraft.beingWritten', undefined, { draft })),
  scriptStep: (problem: Refusal) => new ApiError(problem.code === 'rights.notAllowed' ? 403 : 409, problem),
  ownDevice: () => new ApiError(409, refuse('device.own')),
  locked: (minutes: number) => new ApiError(429, refuse('auth.locked', undefined, { minutes }), true),
  tooManyRequests: (seconds: number) => new ApiError(429, refuse('rate.tooMany', undefined, { seconds }), true),
  notAllowed: () => new ApiError(403, refuse('rights.notAllowed')),
  /** Also for what exists but is out of reach: the answer must not tell which. */
  notFound: () => new ApiError(404, refuse('record.notFound')),
  routeNotFound: () => new ApiError(404, refuse('route.notFound')),
  scopeNotAllowed: () => new ApiError(403, refuse('scope.notAllowed')),
  pageNotFound: () => new ApiError(404, refuse('pages.notFound'), true),
  tooOld: (minimum: number) => new ApiError(426, refuse('protocol.tooOld', undefined, { minimum })),
  tooNew: (supported: number) => new ApiError(409, refuse('protocol.tooNew', undefined, { supported }), true),
  gap: (expectedN: number) => new ApiError(409, refuse('push.gap', undefined, { expectedN })),
  numberTaken: (expectedN: number) => new ApiError(409, refuse('push.numberTaken', undefined, { expectedN })),
  yearNotOpen: (year: number) => new ApiError(400, refuse('numbers.yearNotOpen', 'year', { year })),
  tooLarge: () => new ApiError(413, refuse('input.bodyTooLarge')),
  malformed: () => new ApiError(400, refuse('input.malformed')),
  unsupportedType: () => new ApiError(415, refuse('input.unsupportedType')),
  phoneNotConfigured: () => new ApiError(503, refuse('telephony.notConfigured')),
  routingNotConfigured: () => new ApiError(503, refuse('telephony.routingNotConfigured')),
  noExtension: () => new ApiError(409, refuse('telephony.noExtension')),
  notReady: () => new ApiError(503, refuse('server.notReady'), true),
  stopping: () => new ApiError(503, refuse('server.stopping'), true),
  internal: () => new ApiError(500, refuse('server.internal'), true),
} as const
