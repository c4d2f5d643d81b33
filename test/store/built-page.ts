import { build } from 'vite'

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
        type: file.fileName.endsWith('.html') ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8',
        body: Buffer.from(file.type === 'chunk' ? file.code : file.source),
      },
    ]),
  )
}
