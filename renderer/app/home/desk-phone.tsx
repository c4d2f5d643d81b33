import { useCallback, useEffect } from 'react'
import { AskAboutNumberContext } from '#renderer/features/telephony/manual-dial.ts'
import { SoftphoneBar } from '#renderer/features/telephony/softphone-bar.tsx'
import { useSoftphone } from '#renderer/features/telephony/softphone-context.tsx'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { askAboutNumber } from '../outbound/manual-dial.ts'
import { useCallsToday } from '../work/calls-today.tsx'
import { useTimeLeft } from './use-shift.ts'

/** The telephone of a desk, which knows how long each state may last, whom not to call and whom it called last. */
export function DeskPhone() {
  const { reads } = useDeskData()
  return (
    <AskAboutNumberContext value={useCallback((number) => askAboutNumber(reads, number, Date.now()), [reads])}>
      <SoftphoneBar timeLeft={useTimeLeft()} />
      <LastDialled />
    </AskAboutNumberContext>
  )
}

/** Apart from the bar: a record that changes must not draw the bar again while somebody rings. */
function LastDialled() {
  const { phone } = useSoftphone()
  const last = useCallsToday().find(({ data }) => data.direction === 'out')?.data.remoteNumber
  useEffect(() => {
    if (last !== undefined) phone.rememberDialled(last)
  }, [phone, last])
  return null
}
