import { SoftphoneBar } from '#renderer/features/telephony/softphone-bar.tsx'
import { useTimeLeft } from './use-shift.ts'

/** The telephone of a desk, which knows how long each state may last. */
export function DeskPhone() {
  return <SoftphoneBar timeLeft={useTimeLeft()} />
}
