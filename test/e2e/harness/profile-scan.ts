import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A planted secret that stands in a file. */
export interface Found {
  readonly file: string
  readonly secret: string
  readonly encoding: string
}

/** A text as the encodings write it in which browsers and databases keep strings. */
function encodingsOf(text: string): ReadonlyMap<string, Buffer> {
  const little = Buffer.from(text, 'utf16le')
  return new Map([
    ['UTF-8', Buffer.from(text, 'utf8')],
    ['UTF-16LE', little],
    ['UTF-16BE', Buffer.from(little).swap16()],
  ])
}

/** Looks for the secrets in every file under a folder, byte by byte. */
export function scanFolder(
  folder: string,
  secrets: readonly string[],
): { readonly files: number; readonly found: readonly Found[] } {
  const wanted = secrets.flatMap((secret) =>
    [...encodingsOf(secret)].map(([encoding, bytes]) => ({ secret, encoding, bytes })),
  )
  const found: Found[] = []
  let files = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const content = readFileSync(file)
    files += 1
    for (const { secret, encoding, bytes } of wanted)
      if (content.includes(bytes)) found.push({ file: file.slice(folder.length + 1), secret, encoding })
  }
  return { files, found }
}
