import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** First bytes by type: what a file is called decides nothing. */
const SIGNATURES = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  // EBML, RFC 8794 §11.2: WebM begins with it.
  'audio/webm': [0x1a, 0x45, 0xdf, 0xa3],
} as const satisfies Readonly<Record<string, readonly number[]>>

export interface ExpectedContent {
  readonly type: keyof typeof SIGNATURES
  readonly bytes: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

/** Why an uploaded content is not the file that was announced; null when it is. */
export async function contentProblem(
  path: string,
  expected: ExpectedContent,
): Promise<'size' | 'checksum' | 'type' | null> {
  const file = await open(path, 'r')
  try {
    if ((await file.stat()).size !== expected.bytes) return 'size'
    const signature = SIGNATURES[expected.type]
    const { buffer } = await file.read(Buffer.alloc(signature.length), 0, signature.length, 0)
    if (!signature.every((byte, index) => buffer[index] === byte)) return 'type'
  } finally {
    await file.close()
  }
  return (await sha256Of(path)) === expected.sha256 ? null : 'checksum'
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
