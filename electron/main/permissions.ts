import { isOwnUrl } from './origin.ts'

/**
 * What a page may be granted. Everything else is refused: camera, screen, position, devices, clipboard reading …
 * The three network names are one permission in the course of its renaming (Local Network Access): the API and the exchange stand on
 * private addresses, and without it every request to them fails. The policy's `connect-src` still says which addresses.
 */
const GRANTED = new Set([
  'notifications',
  'clipboard-sanitized-write',
  'speaker-selection',
  'local-network',
  'loopback-network',
  'local-network-access',
])

export interface PermissionQuestion {
  readonly permission: string
  /** Who asks: the URL or origin of the frame. */
  readonly url: string | undefined
  readonly isMainFrame: boolean
  /** Of `media` only. A check without kinds asks whether devices may be listed by name. */
  readonly mediaTypes?: readonly string[] | undefined
}

/** One answer for the request handler and the check handler, so that the two cannot disagree. */
export function isPermitted({ permission, url, isMainFrame, mediaTypes }: PermissionQuestion): boolean {
  if (!isMainFrame || !isOwnUrl(url)) return false
  if (permission === 'media') return !(mediaTypes ?? []).includes('video')
  return GRANTED.has(permission)
}
