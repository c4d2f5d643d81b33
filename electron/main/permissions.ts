import { isOwnUrl } from './origin.ts'

/**
 * What a page may be granted. Everything else is refused: camera, screen, position, serial and USB devices, clipboard reading …
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
  // Which devices are meant is said by `isHeadset` alone.
  'hid',
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

/** Telephony devices of the HID Usage Tables (USB-IF). */
const TELEPHONY_PAGE = 0x0b

export interface DeviceQuestion {
  readonly deviceType: string
  readonly origin: string
  readonly device: object
}

/** Whether the desk may have a device: the buttons of a headset and nothing else. Keyboards, tokens and card readers stay out of reach. */
export function isHeadset({ deviceType, origin, device }: DeviceQuestion): boolean {
  if (deviceType !== 'hid' || !isOwnUrl(origin)) return false
  const { collections } = device as { readonly collections?: readonly { readonly usagePage?: number }[] }
  return Array.isArray(collections) && collections.some(({ usagePage }) => usagePage === TELEPHONY_PAGE)
}
