import { todayHere } from '#renderer/i18n/today.ts'
import {
  type CallingRules,
  callingRules,
  inForceOn,
  phoneZones,
} from '#shared/features/telephony/outbound/calling-rules.ts'
import rulesFile from '../../../assets/reference/calling-rules.ru.json'
import zonesFile from '../../../assets/reference/phone-zones.ru.json'

const RULES = callingRules.parse(rulesFile)
const ZONES = phoneZones.parse(zonesFile)

/** How people may be called on the day of an instant. */
export function callingRulesAt(nowMs: number): CallingRules {
  return inForceOn(RULES, todayHere(nowMs))
}

export function phoneZonesAt(nowMs: number) {
  return inForceOn(ZONES, todayHere(nowMs))
}
