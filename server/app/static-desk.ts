import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { Api } from '#server/platform/http-api.ts'

/**
 * Serves the built desk at / (browser host, DESIGN §7). Files have hashed names and may be kept for ever, only the page itself must
 * be asked for each time, or an old desk would live on after an update. Without a build there is nothing to serve.
 */
export async function serveDesk(
  api: Api,
  deskFolder: string,
  noncePlaceholder: string,
  policyFor: (nonce: string, host: string) => string,
): Promise<boolean> {
  const folder = resolve(deskFolder)
  const pagePath = join(folder, 'index.html')
  if (!existsSync(pagePath)) return false
  await api.register(fastifyStatic, {
    root: folder,
    index: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.startsWith(join(folder, 'assets'))
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-store')
      reply.header('x-content-type-options', 'nosniff')
    },
  })
  for (const url of ['/', '/index.html'])
    api.get(url, { schema: { hide: true } }, async (request, reply) => {
      const nonce = randomBytes(18).toString('base64')
      const page = await readFile(pagePath, 'utf8')
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', policyFor(nonce, request.host))
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer')
        .header(
          'permissions-policy',
          'microphone=(self), speaker-selection=(self), hid=(self), camera=(), geolocation=()',
        )
        .send(page.replaceAll(noncePlaceholder, nonce))
    })
  return true
}
