import type { PowerMonitor, WebContents } from 'electron'
import { eventChannel, events, type HostEventName, type HostEvents } from '#shared/ipc/contract.ts'

export type SendToDesk = <E extends HostEventName>(event: E, payload: HostEvents[E]) => void

/** Sends events of the contract to one page; after the page is gone they fall away. */
export function deskEvents(contents: WebContents): SendToDesk {
  return (event, payload) => {
    if (!contents.isDestroyed()) contents.send(eventChannel(event), events[event].payload.parse(payload))
  }
}

/** Lock and sleep of the computer. Linux desktops do not tell of locking: there the desk relies on its own idle time. */
export function watchPower(powerMonitor: PowerMonitor, send: SendToDesk): void {
  powerMonitor.on('lock-screen', () => send('power', { change: 'lock' }))
  powerMonitor.on('unlock-screen', () => send('power', { change: 'unlock' }))
  powerMonitor.on('suspend', () => send('power', { change: 'suspend' }))
  powerMonitor.on('resume', () => send('power', { change: 'resume' }))
}
