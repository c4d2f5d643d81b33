import { readFileSync } from 'node:fs'
import { QUEUE_DESKS } from '#scripts/try-out-pbx/number-plan.ts'
import { isExtension } from '#shared/features/telephony/sip-credentials.ts'
import type { LabPorts } from './lab-ports.ts'

const TEMPLATE = new URL('kamailio.cfg', import.meta.url)
const QUEUE_TEMPLATE = new URL('kamailio-queue.cfg', import.meta.url)

const COMMON = 'trust-address replace-origin replace-session-connection'
/** What rtpengine makes of an SDP on its way to a browser (WebRTC: ICE, DTLS, SRTP, one port for all) and to a telephone (plain RTP). */
const FLAGS = {
  offerToBrowser: `${COMMON} ICE=force RTP/SAVPF DTLS=passive SDES-off rtcp-mux-require generate-mid`,
  answerToBrowser: `${COMMON} ICE=force RTP/SAVPF SDES-off rtcp-mux-require generate-mid`,
  toPhone: `${COMMON} ICE=remove RTP/AVP rtcp-mux-demux`,
}

export interface KamailioSettings {
  readonly domain: string
  readonly secret: string
  readonly folder: string
  readonly ports: LabPorts
  readonly tls: boolean
  readonly phones: Readonly<Record<string, string>>
  readonly deskRingMs: number
  readonly serviceNumber: string
  /** Where calls to the service number are decided; without it the desks are hunted one after another. */
  readonly routing?: { readonly url: string; readonly secret: string; readonly answerSeconds?: number } | undefined
}

/** Longest wait in the queue, ms: the central API overflows long before. */
const QUEUE_MS = 1_800_000
/** For so long, seconds, the central API is left alone once it did not answer. */
const ASK_AGAIN_SECONDS = 3
/** For so long, seconds, an answer of the central API is waited for. */
const ANSWER_SECONDS = 4
/** Longest wait for a free desk while the central API is away, seconds. */
const FALLBACK_SECONDS = 300

/**
 * Fills in the template kamailio.cfg.
 * @throws RangeError when a value could end its string in the configuration
 */
export function kamailioConfig(settings: KamailioSettings): string {
  const { ports, phones, tls, routing, ...texts } = settings
  const phonePasswords = Object.entries(phones).map(([extension, password]) => {
    if (!isExtension(extension)) throw new RangeError('phones: an extension has two to eight digits')
    return `\t$sht(phone=>${extension}) = "${inQuotes(password)}";`
  })
  const values: Readonly<Record<string, string | number>> = {
    ...FLAGS,
    ...ports,
    queueDesks: QUEUE_DESKS,
    domain: inQuotes(texts.domain),
    secret: inQuotes(texts.secret),
    folder: inQuotes(texts.folder),
    serviceNumber: inQuotes(texts.serviceNumber),
    deskRingMs: texts.deskRingMs,
    queueMs: QUEUE_MS,
    askAgainSeconds: ASK_AGAIN_SECONDS,
    answerSeconds: routing?.answerSeconds ?? ANSWER_SECONDS,
    fallbackSeconds: FALLBACK_SECONDS,
    routingUrl: routing === undefined ? '' : inQuotes(routing.url),
    routingSecret: routing === undefined ? '' : inQuotes(routing.secret),
    // an event_route must not be empty
    phonePasswords: phonePasswords.length > 0 ? phonePasswords.join('\n') : '\treturn;',
  }
  const parts: Readonly<Record<string, boolean>> = {
    tls,
    routing: routing !== undefined,
    hunting: routing === undefined,
  }
  const template = readFileSync(TEMPLATE, 'utf8')
  return (routing === undefined ? template : `${template}\n${readFileSync(QUEUE_TEMPLATE, 'utf8')}`)
    .replace(/\{\{#(\w+)\}\}([\s\S]*?)\{\{\/\1\}\}/g, (_, name: string, inner: string) => (parts[name] ? inner : ''))
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new RangeError(`kamailio.cfg names an unknown value: ${name}`)
      return String(value)
    })
}

function inQuotes(text: string): string {
  if (!/^[!#-[\]-~ ]+$/.test(text))
    throw new RangeError('a value for kamailio.cfg holds a quote, a backslash or no printable ASCII')
  return text
}
