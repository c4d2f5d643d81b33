import { randomBytes } from 'node:crypto'
import { argon2id, argon2Verify } from 'hash-wasm'

/** OWASP's second choice of parameters: 19 MiB, two passes. About 50 ms on a server core. */
const COST = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const

export function hashPassword(password: string): Promise<string> {
  return argon2id({ ...COST, password: password.normalize('NFKC'), salt: randomBytes(16), outputType: 'encoded' })
}

export function verifyPassword(password: string, encoded: string): Promise<boolean> {
  return argon2Verify({ password: password.normalize('NFKC'), hash: encoded })
}

let decoy: Promise<string> | null = null

/** Takes as long as checking a real password, so that the time of an answer does not tell whether the login exists. */
export async function verifyAgainstNobody(password: string): Promise<void> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'))
  await verifyPassword(password, await decoy)
}
