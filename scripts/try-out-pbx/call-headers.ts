import type { SipHeader } from './sip-message.ts'

/** Tells the desk how a call came (REQUIREMENTS C3): `direct`, `fund` (contact centre of the fund) or `dispatch` (dispatch service). */
export const CALL_SOURCE_HEADER = 'x-opora-call-source'

/** Headers of a call from outside: its source, and a Diversion (RFC 5806) when it was forwarded. */
export function headersOfSource(
  call: { readonly source?: 'direct' | 'fund' | 'dispatch' | undefined; readonly divertedFrom?: string | undefined },
  domain: string,
): SipHeader[] {
  const headers: SipHeader[] = [[CALL_SOURCE_HEADER, call.source ?? 'direct']]
  if (call.divertedFrom !== undefined)
    headers.push(['diversion', `<sip:${call.divertedFrom}@${domain}>;reason=unconditional;counter=1`])
  return headers
}
