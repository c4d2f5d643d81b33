import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { Config } from '#server/platform/config.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'

/**
 * Serves the built desk at / (browser host, DESIGN §7). Files have hashed names and may be kept for ever, only the page itself must
 * be asked for each time, or an old desk would live on after an update. Without a build there is nothing to serve.
 */
export async function serveDesk(
  api: Api,
  config: Config,
  policyFor: (nonce: string, host: string) => string,
  noncePlaceholder: string,
): Promise<boolean> {
  const folder = resolve(config.deskFolder)
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
      const page = await readPage(pagePath)
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', policyFor(nonce, request.host))
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer')
        .header('permissions-policy', 'microphone=(self), speaker-selection=(self), camera=(), geolocation=()')
        .send(page.replaceAll(noncePlaceholder, nonce))
    })
  return true
}

async function readPage(path: string): Promise<string> {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw apiErrors.notReady()
  }
}
