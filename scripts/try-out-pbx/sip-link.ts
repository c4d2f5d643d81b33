import type { SipMessage } from './sip-message.ts'

/** One WebSocket to one softphone. It may close at any time; whoever sends does not wait. */
export interface SipLink {
  readonly id: number
  readonly isOpen: boolean
  send(message: SipMessage): void
}
