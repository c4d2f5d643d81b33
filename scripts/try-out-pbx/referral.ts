import { parseNameAddress } from './sip-address.ts'

/** Where a REFER sends somebody, and what the new INVITE is to say (RFC 3515 §2.1, RFC 3261 §19.1.1). */
export interface Referral {
  readonly uri: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
}

/** Reads a Refer-To; undefined when there is no SIP address in it. */
export function parseReferTo(header: string | undefined): Referral | undefined {
  const address = header === undefined ? undefined : parseNameAddress(header)?.uri
  if (address === undefined || !/^sips?:/i.test(address)) return undefined
  const [uri = '', query = ''] = address.split(/\?(.*)/s)
  const headers = query
    .split('&')
    .filter((pair) => pair.includes('='))
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      return [decodeURIComponent(name), decodeURIComponent(value)] as const
    })
  return { uri, headers }
}
