import { useEffect } from 'react'
import { ringingCall } from './engine/lines.ts'
import { phoneCommandOf } from './keymap.ts'
import { useSoftphone } from './softphone-context.tsx'

/** Listens for the telephone's keys in the whole window. `focusDial` puts the cursor into the number field, `openTransfer` asks to whom a call goes. */
export function usePhoneKeys(focusDial: () => void, redial: () => void, openTransfer: () => void): void {
  const { phone, toggleRecordingPause } = useSoftphone()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const command = phoneCommandOf(event)
      if (command === undefined) return
      event.preventDefault()
      if (command === 'answer') phone.answer()
      else if (command === 'mute') phone.toggleMute()
      else if (command === 'hold') phone.toggleHold()
      else if (command === 'pauseRecording') toggleRecordingPause()
      else if (command === 'ready') phone.state.agent.state.kind === 'ready' ? phone.notReady('break') : phone.ready()
      else if (command === 'dial') focusDial()
      else if (command === 'redial') redial()
      else if (command === 'transfer') phone.state.consult === undefined ? openTransfer() : phone.completeTransfer()
      // The one key that ends a talk must not throw away a second caller meanwhile, but alone it declines.
      else if (phone.state.calls.length === 1 && ringingCall(phone.state.calls)) phone.decline()
      else phone.hangUp()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [phone, toggleRecordingPause, focusDial, redial, openTransfer])
}
