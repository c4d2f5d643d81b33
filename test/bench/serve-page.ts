import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildPage } from '#test/store/built-page.ts'

/** Builds a page of a benchmark and serves it on loopback. @param folder beside this file */
export async function serveBenchPage(folder: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const files = await buildPage(new URL(`./${folder}/`, import.meta.url).pathname)
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '/')
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
