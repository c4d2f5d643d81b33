import { z } from 'zod'
import { err, ok, type Result } from '#shared/kernel/result.ts'

/** Where the central API and the exchange are, and which sites may open in the browser of the system. */
export interface Settings {
  /** Origin, without a slash at the end. */
  readonly apiUrl: string
  readonly sipUrl: string
  /** Exact https origins for links that leave the desk. */
  readonly externalOrigins: readonly string[]
}

/** Name of the setting that cannot be used; `settings.json` when the file itself cannot be read. */
export interface BadSetting {
  readonly field: string
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Health data never crosses a network in clear: without TLS only this computer itself may be reached. */
function isSafeAddress(address: string, secure: 'https:' | 'wss:', plain: 'http:' | 'ws:'): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === secure || (url.protocol === plain && LOOPBACK.has(url.hostname))
}

const httpAddress = z
  .string()
  .refine((address) => isSafeAddress(address, 'https:', 'http:'))
  .transform((address) => new URL(address).origin)
const webSocketAddress = z.string().refine((address) => isSafeAddress(address, 'wss:', 'ws:'))
const externalOrigin = z
  .string()
  .refine((origin) => /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) && URL.canParse(origin))

const settingsFile = z.object({
  apiUrl: httpAddress.default('http://127.0.0.1:4680'),
  sipUrl: webSocketAddress.default('ws://127.0.0.1:4681'),
  externalOrigins: z.array(externalOrigin).max(50).default([]),
})

/**
 * The environment (`OPORA_API_URL`, `OPORA_SIP_URL`) goes before the file, the file before the try-out addresses on loopback.
 * A wrong value is an error and never replaced in silence: the desk would talk to the wrong server.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  fileText: string | undefined,
): Result<Settings, BadSetting> {
  const fromFile = parseObject(fileText ?? '{}')
  if (fromFile === undefined) return err({ field: 'settings.json' })
  const fromEnvironment = {
    ...(environment['OPORA_API_URL'] ? { apiUrl: environment['OPORA_API_URL'] } : {}),
    ...(environment['OPORA_SIP_URL'] ? { sipUrl: environment['OPORA_SIP_URL'] } : {}),
  }
  const parsed = settingsFile.safeParse({ ...fromFile, ...fromEnvironment })
  if (!parsed.success) return err({ field: String(parsed.error.issues[0]?.path[0] ?? 'settings.json') })
  return ok(parsed.data)
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
