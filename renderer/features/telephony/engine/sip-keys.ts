import type { Session } from 'sip.js'

export interface KeyWays {
  /** By INFO also where the far side takes keys in the audio: some exchanges agree to RFC 4733 and hear nothing of it. */
  readonly isByInfo: boolean
  /** The far side takes no INFO either: its menu has not heard the key. */
  readonly onRefused: () => void
}

/** Presses a key in a call: by RFC 4733 in the audio when the far side takes it, by INFO otherwise or where that is set. [TEL34] */
export function sendKey(
  session: Pick<Session, 'info'>,
  connection: Pick<RTCPeerConnection, 'getSenders'> | undefined,
  key: string,
  { isByInfo, onRefused }: KeyWays,
): void {
  const dtmf = connection?.getSenders()[0]?.dtmf
  if (dtmf?.canInsertDTMF && !isByInfo) {
    // insertDTMF replaces what is still to be played
    dtmf.insertDTMF(dtmf.toneBuffer + key, 160, 70)
    return
  }
  const body = {
    contentDisposition: 'render',
    contentType: 'application/dtmf-relay',
    content: `Signal=${key}\r\nDuration=160`,
  }
  session.info({ requestDelegate: { onReject: onRefused }, requestOptions: { body } }).catch(onRefused)
}
