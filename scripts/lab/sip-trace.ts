import { closeSync, openSync, readSync, unwatchFile, watchFile } from 'node:fs'
import { parseSipMessage, type SipMessage } from '#scripts/try-out-pbx/sip-message.ts'

/** How often the growing file is looked at. */
const LOOK_EVERY_MS = 20

export interface TracedMessage {
  readonly direction: 'sent' | 'received'
  readonly message: SipMessage
}

export interface SipTrace {
  readonly messages: readonly TracedMessage[]
  /** Settles when a message is wanted: one that is there already, or one to come. Undefined when the trace ended before. */
  find(isWanted: (traced: TracedMessage) => boolean): Promise<TracedMessage | undefined>
  /** Reads what is left and ends all waiting. */
  end(): void
}

/** Follows the message file of sipp (`-trace_msg`) while it is written. */
export function followSippTrace(file: string, onMessage: (traced: TracedMessage) => void): SipTrace {
  const messages: TracedMessage[] = []
  const waiting = new Set<{
    readonly isWanted: (traced: TracedMessage) => boolean
    readonly resolve: (traced: TracedMessage | undefined) => void
  }>()
  let text = ''
  let position = 0
  let decoder = new TextDecoder()
  let isEnded = false

  function take(traced: TracedMessage): void {
    messages.push(traced)
    onMessage(traced)
    for (const one of [...waiting]) {
      if (!one.isWanted(traced)) continue
      waiting.delete(one)
      one.resolve(traced)
    }
  }

  function look(): void {
    const buffer = Buffer.alloc(65_536)
    try {
      const descriptor = openSync(file, 'r')
      for (let read = -1; read !== 0; ) {
        read = readSync(descriptor, buffer, 0, buffer.length, position)
        position += read
        text += decoder.decode(buffer.subarray(0, read), { stream: true })
      }
      closeSync(descriptor)
    } catch {
      return // not there yet
    }
    const split = splitSippTrace(text)
    text = split.rest
    for (const traced of split.messages) take(traced)
  }

  watchFile(file, { interval: LOOK_EVERY_MS }, look)
  return {
    messages,
    find(isWanted) {
      look()
      const found = messages.find(isWanted)
      if (found !== undefined || isEnded) return Promise.resolve(found)
      return new Promise((resolve) => waiting.add({ isWanted, resolve }))
    },
    end() {
      if (isEnded) return
      isEnded = true
      unwatchFile(file, look)
      look()
      decoder = new TextDecoder()
      for (const one of waiting) one.resolve(undefined)
      waiting.clear()
    },
  }
}

/** The whole messages at the beginning of a trace; what may not be complete is left. */
export function splitSippTrace(text: string): { readonly messages: readonly TracedMessage[]; readonly rest: string } {
  const head = /-{20,} [^\n]*\n[A-Z]+ message (sent|received) [[(](\d+)[\])]? ?(?:bytes)?\)? ?:\n\n/g
  const messages: TracedMessage[] = []
  let end = 0
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    const bytes = Buffer.from(text.slice(head.lastIndex))
    const length = Number(match[2])
    if (bytes.length < length) break
    const raw = bytes.subarray(0, length).toString()
    const parsed = parseSipMessage(raw)
    if (parsed.ok) messages.push({ direction: match[1] === 'sent' ? 'sent' : 'received', message: parsed.message })
    head.lastIndex += raw.length
    end = head.lastIndex
  }
  return { messages, rest: text.slice(end) }
}
