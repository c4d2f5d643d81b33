/**
 * The address to hand to the system's browser, or undefined. Only https, only an origin of the exact list, without a user name or
 * password; so neither `file:`, `javascript:`, `smb:` nor any scheme that starts a programme can get out.
 */
export function externalAddress(url: string, externalOrigins: readonly string[]): string | undefined {
  if (url.length > 2000 || !URL.canParse(url)) return undefined
  const parsed = new URL(url)
  const isAllowed =
    parsed.protocol === 'https:' &&
    parsed.username === '' &&
    parsed.password === '' &&
    externalOrigins.includes(parsed.origin)
  return isAllowed ? parsed.href : undefined
}
