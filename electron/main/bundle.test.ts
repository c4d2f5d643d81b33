import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { NONCE_PLACEHOLDER } from '#shared/ipc/content-security-policy.ts'
import { locateBundleFile, serveBundle } from './bundle.ts'

const top = mkdtempSync(join(tmpdir(), 'bundle-'))
const root = join(top, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(
  join(root, 'index.html'),
  `<meta nonce="${NONCE_PLACEHOLDER}"><style nonce="${NONCE_PLACEHOLDER}"></style>`,
)
writeFileSync(join(root, 'assets/a b.js'), 'export {}')
writeFileSync(join(root, 'assets/secret.env'), 'KEY=1')
writeFileSync(join(top, 'package.json'), '{}')
mkdirSync(join(top, 'renderer-old'))
writeFileSync(join(top, 'renderer-old/x.js'), '')
symlinkSync(join(top, 'package.json'), join(root, 'link.json'))
symlinkSync(join(top, 'renderer-old'), join(root, 'folder-link'))
afterAll(() => rmSync(top, { recursive: true }))

describe('locateBundleFile', () => {
  it('finds files of the bundle', async () => {
    expect(await locateBundleFile(root, 'GET', 'app://bundle/index.html?x#y')).toMatchObject({ status: 200 })
    expect(await locateBundleFile(root, 'GET', 'app://bundle/assets/a%20b.js')).toMatchObject({ status: 200 })
  })

  it.each([
    ['GET', 'app://bundle/../package.json', 404],
    ['GET', 'app://bundle/..%2fpackage.json', 403],
    ['GET', 'app://bundle/..%2Fpackage.json', 403],
    ['GET', 'app://bundle/%2e%2e/package.json', 404],
    ['GET', 'app://bundle/%2e%2e%2fpackage.json', 403],
    ['GET', 'app://bundle/assets/..%2f..%2fpackage.json', 403],
    ['GET', 'app://bundle/..%5cpackage.json', 403],
    ['GET', 'app://bundle/..%252fpackage.json', 403],
    ['GET', 'app://bundle/%2fetc%2fpasswd', 404],
    ['GET', 'app://bundle//etc/passwd', 404],
    ['GET', 'app://bundle/index.html%00.js', 403],
    ['GET', 'app://bundle/C:%5cwindows%5cwin.ini', 403],
    ['GET', 'app://bundle/%E0%A4%A', 403],
    ['GET', 'app://bundle/link.json', 403],
    ['GET', 'app://bundle/folder-link/x.js', 403],
    ['GET', 'app://bundle/..%2frenderer-old/x.js', 403],
    ['GET', 'app://bundle/assets/secret.env', 404],
    ['GET', 'app://bundle/assets', 404],
    ['GET', 'app://bundle/', 404],
    ['GET', 'app://other/index.html', 404],
    ['GET', 'app://bundle@other/index.html', 404],
    ['POST', 'app://bundle/index.html', 405],
    ['PUT', 'app://bundle/new.js', 405],
    ['GET', 'not a url', 404],
  ])('%s %s is answered with %i', async (method, url, status) => {
    expect(await locateBundleFile(root, method, url)).toEqual({ status })
  })
})

describe('serveBundle', () => {
  const settings = { apiUrl: 'https://api.example.test', sipUrl: 'wss://pbx.example.test', externalOrigins: [] }
  const serve = serveBundle(root, settings)

  it('writes a fresh nonce into each document and into its policy', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const answer = await serve(new Request('app://bundle/index.html'))
        const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
        expect(await answer.text()).toBe(`<meta nonce="${nonce}"><style nonce="${nonce}"></style>`)
        return nonce
      }),
    )
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('gives every answer the policy and forbids guessing of types, refusals too', async () => {
    for (const path of ['index.html', 'assets/a%20b.js', 'nothing.js', '..%2fpackage.json']) {
      const { headers } = await serve(new Request(`app://bundle/${path}`))
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})
