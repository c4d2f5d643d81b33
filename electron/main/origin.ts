/** The desk's own scheme and host. Never `file:`, whose pages may read each other, and never a server's page. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'bundle'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`
export const DESK_URL = `${APP_ORIGIN}/index.html`

/** Whether a URL is a page or file of the desk. Compared by parts: `app://bundle.evil` and `app://bundle@evil` begin alike. */
export function isOwnUrl(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === ''
}
