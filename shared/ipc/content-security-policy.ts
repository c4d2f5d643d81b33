/** Stands in the built page where a nonce belongs; whoever serves the page replaces it with a fresh one for each answer. */
export const NONCE_PLACEHOLDER = '__OPORA_CSP_NONCE__'

export interface PolicyAddresses {
  /** Origin of the central API, `https://…`; `http://` on loopback only. */
  readonly apiUrl: string
  /** WebSocket of the exchange, `wss://…`; `ws://` on loopback only. */
  readonly sipUrl: string
  /** Random for each document, base64. */
  readonly nonce: string
}

/** The same origin as a WebSocket source: `http` becomes `ws`, `https` becomes `wss`. */
function webSocketOrigin(httpOrigin: string): string {
  return httpOrigin.replace(/^http/, 'ws')
}

/**
 * The Content-Security-Policy of the desk, the same in both hosts. Everything is refused but what is listed.
 * `connect-src` names the API and the exchange, so that a planted script has nowhere to send what it reads. Style elements need
 * the nonce (Mantine writes a few); style attributes set from script are not markup and are not restricted by the policy.
 * Throws when an address cannot be an origin, for then the policy would silently allow more or nothing.
 */
export function buildCsp({ apiUrl, sipUrl, nonce }: PolicyAddresses): string {
  if (!/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(nonce))
    throw new Error('csp: the nonce must be at least 16 base64 characters')
  const api = originOf(apiUrl, ['http:', 'https:'])
  const sip = originOf(sipUrl, ['ws:', 'wss:'])
  const connect = [...new Set(["'self'", api, webSocketOrigin(api), sip])]
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect.join(' ')}`,
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

function originOf(address: string, protocols: readonly string[]): string {
  const match = /^([a-z]+:)\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(?:\/[^\s;,]*)?$/.exec(address)
  const [, protocol, host, port] = match ?? []
  if (protocol === undefined || host === undefined || !protocols.includes(protocol)) {
    throw new Error(`csp: not an address of ${protocols.join(' or ')}`)
  }
  return `${protocol}//${host.toLowerCase()}${port ?? ''}`
}
