import type { Translate } from '#renderer/i18n/catalogue.ts'
import type { TextsOf } from '#renderer/i18n/catalogues.ts'
import { formatPhone, toPhoneNumber } from '#shared/kernel/phone.ts'
import type { Call, RemoteParty } from './engine/call-state.ts'

export type TelephonyText = Translate<TextsOf<'telephony'>>

/** Number for people: formatted when it is a Russian one. */
export function shownNumber(number: string): string {
  const known = toPhoneNumber(number)
  return known === null ? number : formatPhone(known)
}

/** Who it is, as far as the telephone knows. */
export function shownRemote(remote: RemoteParty, t: TelephonyText): string {
  const number = shownNumber(remote.number)
  if (number === '') return remote.name === '' ? t('remote.hidden') : remote.name
  return remote.name === '' ? number : `${remote.name}, ${number}`
}

/** The state in words; a ringing call beside another one is a waiting call. */
export function shownState(call: Call, isAlone: boolean, t: TelephonyText): string {
  if (call.state === 'ringingIn' && !isAlone) return t('state.waiting')
  if (call.state === 'reconnecting' && !call.hasMedia) return t('state.reconnectingMedia')
  return t(`state.${call.state}`)
}
