import { randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { buildCsp, NONCE_PLACEHOLDER } from '#shared/ipc/content-security-policy.ts'
import { APP_HOST } from './origin.ts'
import type { Settings } from './settings.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** What a request of the page got: a file under the root of the bundle, or why not. */
export type BundleAnswer = { readonly status: 200; readonly path: string } | { readonly status: 403 | 404 | 405 }

/**
 * Finds the file for a URL of the desk's scheme. Refused: other hosts, other methods than GET and HEAD, anything that climbs out of
 * the root (also encoded, doubly encoded, by backslash or symbolic link), NUL, and file types that are not in the table.
 */
export async function locateBundleFile(root: string, method: string, address: string): Promise<BundleAnswer> {
  if (!URL.canParse(address)) return { status: 404 }
  const url = new URL(address)
  if (url.host !== APP_HOST) return { status: 404 }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 }
  const path = decodeOnce(url.pathname)
  if (path === undefined || /[\0\\%:]/.test(path) || path.split('/').includes('..')) return { status: 403 }
  const realRoot = await realpath(root)
  const found = await realpath(join(realRoot, path)).catch(() => undefined)
  if (found === undefined || found === realRoot) return { status: 404 }
  if (!found.startsWith(realRoot + sep)) return { status: 403 }
  if (!(extname(found) in CONTENT_TYPES)) return { status: 404 }
  return { status: 200, path: found }
}

function decodeOnce(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}

/** Headers of every answer of the desk's scheme, refusals included: a page of an error is a document too. */
function securityHeaders(settings: Settings, nonce: string): Record<string, string> {
  return {
    'content-security-policy': buildCsp({ apiUrl: settings.apiUrl, sipUrl: settings.sipUrl, nonce }),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'microphone=(self), camera=(), display-capture=(), geolocation=(), hid=(self), serial=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}

/** Answers requests of `app://bundle`. The nonce is fresh for each document and written into it in the place kept by the build. */
export function serveBundle(root: string, settings: Settings): (request: Request) => Promise<Response> {
  return async (request) => {
    const nonce = randomBytes(18).toString('base64')
    const headers = securityHeaders(settings, nonce)
    const answer = await locateBundleFile(root, request.method, request.url)
    if (answer.status !== 200) return new Response(null, { status: answer.status, headers })
    const body = await readFile(answer.path)
    const type = extname(answer.path)
    headers['content-type'] = CONTENT_TYPES[type] ?? 'application/octet-stream'
    if (type !== '.html') return new Response(new Uint8Array(body), { headers })
    return new Response(body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce), { headers })
  }
}
