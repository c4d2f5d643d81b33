import { extname } from 'node:path'
import { build } from 'vite'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** A page of the tests with its worker, built in memory: path → content. */
export async function buildPage(
  root: string,
): Promise<ReadonlyMap<string, { readonly type: string; readonly body: Uint8Array }>> {
  const result = await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { write: false, minify: false, target: 'chrome150', modulePreload: { polyfill: false } },
  })
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((it) => ('output' in it ? it.output : []))
  return new Map(
    outputs.map((file) => [
      `/${file.fileName === 'index.html' ? '' : file.fileName}`,
      {
        type: TYPES[extname(file.fileName)] ?? 'application/octet-stream',
        body: Buffer.from(file.type === 'chunk' ? file.code : file.source),
      },
    ]),
  )
}
