/** A file inside `app.asar`, with a slash before its path. */
export interface ArchiveFile {
  readonly path: string
  readonly bytes: Uint8Array
}

const ALLOWED = [
  /^\/(package\.json|LICENSE)$/,
  /^\/out\/main\/(main\.js|third-party-licences\.md)$/,
  /^\/out\/preload\/(preload\.cjs|third-party-licences\.md)$/,
  /^\/out\/renderer\/(?!.*\.(map|tsx?|mts|cts)$)/,
  /^\/assets\/icons\/(icon|tray\/[A-Za-z@0-9]+)\.png$/,
]
const REQUIRED = [
  '/package.json',
  '/out/main/main.js',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
  '/out/renderer/third-party-licences.md',
  '/assets/icons/tray/ringing.png',
]

/** What must never be shipped, in whatever file. Dummy values in libraries do not look like these. */
const SECRETS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]/],
  ['a signed token', /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ['a password in an address', /[a-z]+:\/\/[A-Za-z0-9]+:[^@/\s'"`$<>{}]{3,}@[A-Za-z0-9.-]+/],
  ['a source map', /\/\/# sourceMappingURL=(?!data:,)\S/],
]

/**
 * Faults of an archive, one sentence each; none when it holds what the desk needs and nothing else. A list of what is allowed: a new
 * kind of file is a decision, not an accident.
 */
export function faultsOfArchive(files: readonly ArchiveFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path))
  const missing = REQUIRED.filter((path) => !paths.has(path)).map((path) => `${path} is missing`)
  const foreign = files
    .filter(({ path }) => !ALLOWED.some((allowed) => allowed.test(path)))
    .map(({ path }) => `${path} does not belong in the package`)
  const decoder = new TextDecoder('latin1')
  const telling = files.flatMap(({ path, bytes }) => {
    if (!/\.(js|cjs|html|json|css)$/.test(path)) return []
    const text = decoder.decode(bytes)
    return SECRETS.filter(([, pattern]) => pattern.test(text)).map(([name]) => `${path} holds ${name}`)
  })
  return [...missing, ...foreign, ...telling]
}
