import type { Session } from 'sip.js'

/** Presses a key in a call: by RFC 4733 in the audio when the far side takes it, by INFO otherwise. [TEL34] */
export function sendKey(session: Session, connection: RTCPeerConnection | undefined, key: string): void {
  const dtmf = connection?.getSenders()[0]?.dtmf
  if (dtmf?.canInsertDTMF) {
    // insertDTMF replaces what is still to be played
    dtmf.insertDTMF(dtmf.toneBuffer + key, 160, 70)
    return
  }
  const body = {
    contentDisposition: 'render',
    contentType: 'application/dtmf-relay',
    content: `Signal=${key}\r\nDuration=160`,
  }
  session.info({ requestOptions: { body } }).catch(() => undefined)
}
