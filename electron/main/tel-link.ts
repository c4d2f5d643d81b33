import { events } from '#shared/ipc/contract.ts'

/**
 * The number of the first `tel:` link (RFC 3966) among the arguments of a start, or undefined. Arguments come from anywhere, a
 * web page included: only digits, `*`, `#` and one leading plus survive, visual separators are taken out, parameters fall away.
 */
export function numberFromArguments(argv: readonly string[]): string | undefined {
  const link = argv.find((argument) => /^tel:/i.test(argument))
  if (link === undefined || link.length > 100) return undefined
  const [dialled = ''] = link.slice('tel:'.length).replace(/^\/\//, '').split(/[;?&]/)
  const number = decode(dialled)?.replace(/[\s().\-\u00a0]/g, '')
  const payload = events.telLink.payload.safeParse({ number })
  return payload.success ? payload.data.number : undefined
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
