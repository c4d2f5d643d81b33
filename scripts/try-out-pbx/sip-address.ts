/** Addresses in SIP headers (RFC 3261 §20.10, §25.1). All readers are linear in the length of the text. */

export interface NameAddress {
  /** Without its quotes; undefined when there is none. */
  readonly displayName?: string
  readonly uri: string
  /** Header parameters (after the angle brackets), names in lower case; a flag has the value ''. */
  readonly params: ReadonlyMap<string, string>
}

export interface SipUri {
  readonly user: string
  readonly host: string
  readonly port?: number
}

/** Splits a comma-separated header into members; commas in quotes and in angle brackets do not split. */
export function splitList(value: string): string[] {
  const members: string[] = []
  let start = 0
  let isQuoted = false
  let isBracketed = false
  for (let i = 0; i < value.length; i++) {
    const c = value[i]
    if (isQuoted) {
      if (c === '\\') i++
      else if (c === '"') isQuoted = false
    } else if (c === '"') isQuoted = true
    else if (c === '<') isBracketed = true
    else if (c === '>') isBracketed = false
    else if (c === ',' && !isBracketed) {
      members.push(value.slice(start, i).trim())
      start = i + 1
    }
  }
  members.push(value.slice(start).trim())
  return members.filter((member) => member !== '')
}

/** Reads `"Name" <sip:user@host>;tag=x`, also without a name or without brackets. */
export function parseNameAddress(value: string): NameAddress | undefined {
  const quoted = value.startsWith('"') ? readQuoted(value) : undefined
  if (value.startsWith('"') && quoted === undefined) return undefined
  const rest = quoted === undefined ? value : value.slice(quoted.length)
  const open = rest.indexOf('<')
  if (open < 0) {
    if (quoted !== undefined) return undefined
    const semicolon = value.indexOf(';')
    const uri = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
    return isUriText(uri) ? { uri, params: parseParams(semicolon < 0 ? '' : value.slice(semicolon)) } : undefined
  }
  const close = rest.indexOf('>', open)
  const uri = rest.slice(open + 1, close)
  if (close < 0 || !isUriText(uri)) return undefined
  const displayName = quoted?.text ?? rest.slice(0, open).trim()
  const params = parseParams(rest.slice(close + 1))
  return displayName === '' ? { uri, params } : { displayName, uri, params }
}

function isUriText(text: string): boolean {
  return /^[!-~]{1,2048}$/.test(text) && !/[<>"]/.test(text)
}

function readQuoted(value: string): { readonly text: string; readonly length: number } | undefined {
  let text = ''
  for (let i = 1; i < value.length; i++) {
    if (value[i] === '"') return { text, length: i + 1 }
    if (value[i] === '\\') i++
    text += value[i] ?? ''
  }
  return undefined
}

function parseParams(text: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>()
  for (const part of text.split(';')) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    if (name !== '' && !params.has(name)) params.set(name, equals < 0 ? '' : part.slice(equals + 1).trim())
  }
  return params
}

/** Writes an address. The display name is UTF-8 in a quoted string; what would break the line is left out of it. */
export function formatNameAddress(address: {
  readonly displayName?: string | undefined
  readonly uri: string
  readonly tag?: string | undefined
}): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const name = (address.displayName ?? '').replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
  const quoted = name === '' ? '' : `"${name.replace(/["\\]/g, '\\$&')}" `
  return `${quoted}<${address.uri}>${address.tag === undefined ? '' : `;tag=${address.tag}`}`
}

/** Reads `sip:user@host:port;params`; the user is percent-decoded. Only sip and sips are known. */
export function parseSipUri(text: string): SipUri | undefined {
  const match =
    /^sips?:(?:([^@<>"\s]{1,256})@)?([A-Za-z0-9\-._]{1,255}|\[[0-9a-fA-F:.]{2,45}\])(?::([0-9]{1,5}))?(?:[;?].*)?$/i.exec(
      text,
    )
  if (match === null) return undefined
  const [, user = '', host = '', port] = match
  const name = user.split(/[;:]/, 1)[0] ?? ''
  try {
    const decoded = decodeURIComponent(name)
    return port === undefined ? { user: decoded, host } : { user: decoded, host, port: Number(port) }
  } catch {
    return undefined
  }
}
