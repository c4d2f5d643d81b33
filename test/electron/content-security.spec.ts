import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page } from '@playwright/test'
import { test } from './desk-app.ts'

/** Runs in the page: tries each way in and tells which the policy stopped. */
async function violationsOf(page: Page, elsewhere: string) {
  return page.evaluate(async (foreign) => {
    const directives = new Set<string>()
    Object.assign(window, { directives })
    document.addEventListener('securitypolicyviolation', (event) => directives.add(event.effectiveDirective))
    // One task later: the debugger's own evaluation may use eval in its first task.
    await new Promise((done) => setTimeout(done))
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'allowed',
        () => 'blocked',
      )
    const inline = document.createElement('script')
    inline.textContent = 'window.planted = 1'
    document.head.append(inline)
    const remote = document.createElement('script')
    remote.src = `${foreign}/x.js`
    document.head.append(remote)
    const style = document.createElement('style')
    style.textContent = 'body { --planted: 1 }'
    document.head.append(style)
    const button = document.createElement('div')
    button.innerHTML = '<b onclick="window.planted = 2" style="color: rgb(9, 9, 9)">x</b>'
    document.body.append(button)
    button.querySelector('b')?.click()
    const frame = document.createElement('iframe')
    frame.src = `${foreign}/frame`
    document.body.append(frame)
    const form = document.createElement('form')
    form.action = `${foreign}/form`
    document.body.append(form)
    form.submit()
    const image = new Image()
    const imageLoad = outcome(
      new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed, src: `${foreign}/i.png` })),
    )
    const socket = outcome(
      new Promise((done, failed) => {
        const opened = new WebSocket(foreign.replace('http', 'ws'))
        opened.onopen = done
        opened.onerror = failed
      }),
    )
    let evaluation = 'allowed'
    try {
      new Function('return 1')()
    } catch {
      evaluation = 'blocked'
    }
    const results = {
      evaluation,
      fetch: await outcome(fetch(`${foreign}/data`)),
      beacon: navigator.sendBeacon(`${foreign}/b`),
      image: await imageLoad,
      socket: await socket,
      planted: (window as unknown as { planted?: number }).planted,
      style: getComputedStyle(document.body).getPropertyValue('--planted'),
      attribute: getComputedStyle(button.querySelector('b') as Element).color,
    }
    return results
  }, elsewhere)
}

test('what a planted script would do is stopped, and no request leaves', async ({ launch }) => {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end('ok')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const { page } = await launch()
    const seen = await violationsOf(page, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(seen).toMatchObject({
      evaluation: 'blocked',
      fetch: 'blocked',
      image: 'blocked',
      socket: 'blocked',
      style: '',
    })
    expect(seen.planted).toBeUndefined()
    expect(seen.attribute).not.toBe('rgb(9, 9, 9)')
    const directives = () =>
      page.evaluate(() => [...(window as unknown as { directives: Set<string> }).directives].sort())
    // Frames and forms are refused by the browser process, which reports a moment later.
    await expect
      .poll(directives)
      .toEqual([
        'connect-src',
        'form-action',
        'frame-src',
        'img-src',
        'script-src',
        'script-src-attr',
        'script-src-elem',
        'style-src-attr',
        'style-src-elem',
      ])
    expect(hits).toEqual([])
  } finally {
    server.close()
  }
})

test('the desk itself starts without a single violation', async ({ launch }) => {
  const { page } = await launch()
  const messages: string[] = []
  page.on('console', (message) => messages.push(message.text()))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(
        `violation of ${event.effectiveDirective} by ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      )
    })
  })
  await page.reload()
  await page.waitForFunction(
    () => document.readyState === 'complete' && (document.body.textContent ?? '').trim() !== '',
  )
  expect(messages.filter((text) => /violat|Content Security Policy/i.test(text))).toEqual([])
})

test('every answer of the scheme carries the policy; documents get a fresh nonce', async ({ launch }) => {
  const { page } = await launch()
  const answers = await page.evaluate(async () => {
    const paths = ['/index.html', '/index.html', '/nothing.js', '/..%2fpackage.json', '/']
    return Promise.all(
      paths.map(async (path) => {
        const { status, headers } = await fetch(path)
        return {
          path,
          status,
          policy: headers.get('content-security-policy') ?? '',
          sniff: headers.get('x-content-type-options'),
        }
      }),
    )
  })
  for (const { path, policy, sniff } of answers) {
    expect(policy, path).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']{24}'; /)
    for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"])
      expect(policy).toContain(part)
    expect(sniff).toBe('nosniff')
  }
  expect(answers[0]?.policy).not.toBe(answers[1]?.policy)
})

test('nothing outside the bundle is served', async ({ launch }) => {
  const { page } = await launch()
  const statuses = await page.evaluate(async () => {
    const climbing = [
      '/..%2fpackage.json',
      '/..%2F..%2Fpackage.json',
      '/%2e%2e%2fmain%2fmain.js',
      '/assets/..%2f..%2fmain/main.js',
      '/..%5cmain%5cmain.js',
      '/..%252fmain%252fmain.js',
      '/%2fetc%2fpasswd',
      '//etc/passwd',
      '/etc/passwd',
      '/index.html%00.js',
      '/..%2fpreload/preload.cjs',
      '/%c0%ae%c0%ae/main.js',
      '/C:%5cwindows%5cwin.ini',
      '/file:%2f%2f%2fetc%2fpasswd',
      '/.env',
      '/main/main.js',
      '/assets/',
      '/',
    ]
    const got = await Promise.all(
      climbing.map(async (path) => [
        path,
        await fetch(path).then(
          (answer) => answer.status,
          () => 'refused',
        ),
      ]),
    )
    const methods = await Promise.all(
      ['POST', 'PUT', 'DELETE'].map(async (method) => [method, (await fetch('/index.html', { method })).status]),
    )
    return Object.fromEntries([...got, ...methods]) as Record<string, number | string>
  })
  expect(Object.keys(statuses).length).toBeGreaterThanOrEqual(20)
  for (const [what, status] of Object.entries(statuses)) expect([403, 404, 405, 'refused'], what).toContain(status)
})
