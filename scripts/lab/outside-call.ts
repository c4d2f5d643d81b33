import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '#scripts/find-program.ts'
import type { Heard } from '#scripts/try-out-pbx/citizen-media.ts'
import { parseReferTo, type Referral } from '#scripts/try-out-pbx/referral.ts'
import {
  cseqOf,
  headerOf,
  type SipHeader,
  type SipMessage,
  serialiseSipMessage,
} from '#scripts/try-out-pbx/sip-message.ts'
import type { RtpEndpoint } from './rtp-endpoint.ts'
import { followSippTrace, type TracedMessage } from './sip-trace.ts'

export interface OutsideResult {
  /** Final status of the INVITE: 200 when it was answered, 487 when it was given up. */
  readonly status: number | undefined
  readonly endedBy: 'outside' | 'desk' | undefined
  /** Whether everything went as the scenario has it. */
  readonly isClean: boolean
}

/** One call of the outside with the lab, as a test sees it. */
export interface OutsideCall {
  /** Settles when it rings (180, 183): at the desk for a call from outside, at the outside for a call of a desk. */
  ringing(): Promise<void>
  /** Settles when the call is answered; rejects with the status when it was refused or given up. */
  answered(): Promise<void>
  readonly ended: Promise<OutsideResult>
  /** The outside puts the receiver down, or gives up ringing. */
  hangUp(): Promise<OutsideResult>
  /** What the outside hears, and the keys it was sent. */
  heard(): Heard
  recording(): Uint8Array
  readonly keys: string
  /** Everything on the wire between outside and exchange so far. */
  messages(): readonly TracedMessage[]
  /** Settles with the first message on the wire that is wanted, also one already there; undefined when the call ended without it. */
  message(isWanted: (traced: TracedMessage) => boolean): Promise<TracedMessage | undefined>
  /** Settles with the call that goes on once the outside, sent on by the desk, was answered; undefined when this call ended first. */
  successor(): Promise<OutsideCall | undefined>
  /** Ends sipp at once, without a word to the far side: the outside is gone. */
  vanish(): Promise<void>
}

export interface SippRun {
  readonly folder: string
  readonly token: string
  readonly scenario: string
  readonly sipPort: number
  /** Where calls go to; absent for an outside that is called. */
  readonly target?: { readonly port: number; readonly number: string }
  readonly media: RtpEndpoint
  /** The desk sends the outside on: makes the new call. `self`: the number of the outside. */
  readonly onRefer?: (referral: Referral, self: string) => Promise<OutsideCall>
}

/** Runs one call in sipp and follows it on the wire. */
export function runSipp(run: SippRun): OutsideCall {
  const file = (suffix: string): string => join(run.folder, `${run.token}${suffix}`)
  writeFileSync(file('.xml'), run.scenario)
  writeFileSync(file('.msg'), '')
  const target = run.target === undefined ? [] : [`127.0.0.1:${run.target.port}`, '-s', run.target.number]
  const common = [
    '-sf',
    file('.xml'),
    '-i',
    '127.0.0.1',
    '-p',
    String(run.sipPort),
    '-m',
    '1',
    '-nostdin',
    '-trace_msg',
    '-message_file',
    file('.msg'),
    '-trace_err',
    '-error_file',
    file('.err'),
  ]
  const sipp: ChildProcess = spawn(findProgram('sipp') ?? 'sipp', [...target, ...common], {
    cwd: run.folder,
    stdio: 'ignore',
  })

  let callId: string | undefined
  const trace = followSippTrace(file('.msg'), ({ direction, message }) => {
    callId ??= headerOf(message, 'call-id')
    // the far side's audio address is in whatever SDP came from it, also after it changed
    const address = direction === 'received' ? mediaAddressOf(message.body) : undefined
    if (address !== undefined) run.media.sendTo(address.port, address.host)
    if (direction === 'received' && message.kind === 'request' && message.method === 'REFER') void goOn(message)
  })

  const successors: OutsideCall[] = []
  let tellSuccessor: (next: OutsideCall | undefined) => void = () => undefined
  const successor = new Promise<OutsideCall | undefined>((resolve) => {
    tellSuccessor = resolve
  })
  /** Follows a transfer as a gateway does: a new call, and word of what became of it within the old one. */
  async function goOn(refer: SipMessage): Promise<void> {
    const referral = parseReferTo(headerOf(refer, 'refer-to'))
    const self = /sip:([^@;>]+)@/.exec(headerOf(refer, 'to') ?? '')?.[1] ?? 'anonymous'
    if (referral === undefined || run.onRefer === undefined || callId === undefined) return
    const answeredBefore = trace.messages.filter(isNotifyAnswer).length
    const next = await run.onRefer(referral, self)
    successors.push(next)
    const outcome = await next.answered().then(
      () => '200 OK',
      () => '480 Temporarily Unavailable',
    )
    if (outcome === '200 OK') tellSuccessor(next)
    // sipp can hear the outcome only once its first NOTIFY was answered
    let answered = 0
    await trace.find((traced) => isNotifyAnswer(traced) && ++answered > answeredBefore)
    if (!hasExited) await tell(run.sipPort, callId, 'PUBLISH', [['subject', `SIP/2.0 ${outcome}`]])
  }

  let hasExited = false
  const ended = new Promise<OutsideResult>((resolve, reject) => {
    sipp.once('error', reject)
    sipp.once('exit', (code) => {
      hasExited = true
      trace.end()
      if (successors.length === 0) tellSuccessor(undefined)
      run.media.close()
      resolve({ status: inviteStatus(trace.messages), endedBy: whoHungUp(trace.messages), isClean: code === 0 })
    })
  })
  ended.catch(() => undefined)
  const stopWithUs = (): void => void sipp.kill('SIGKILL')
  process.once('exit', stopWithUs)
  void ended.finally(() => process.removeListener('exit', stopWithUs)).catch(() => undefined)

  async function status(isWanted: (status: number) => boolean): Promise<number | undefined> {
    const traced = await trace.find(
      ({ message }) => isInviteResponse(message) && message.kind === 'response' && isWanted(message.status),
    )
    return traced?.message.kind === 'response' ? traced.message.status : undefined
  }

  return {
    ended,
    async ringing() {
      const found = await status((one) => one >= 180)
      if (found === undefined || found >= 300)
        throw new Error(`The call did not ring: ${found ?? whatSippSaid(file('.err'))}`)
    },
    async answered() {
      const found = await status((one) => one >= 200)
      if (found !== 200) throw new Error(`The call was not answered: ${found ?? whatSippSaid(file('.err'))}`)
    },
    async hangUp() {
      // sipp has no other ear than its SIP port: the scenario takes a MESSAGE of this call as the sign to hang up
      if (!hasExited && callId !== undefined) await tell(run.sipPort, callId, 'MESSAGE')
      return ended
    },
    heard: () => run.media.heard(),
    recording: () => run.media.recording(),
    get keys() {
      return run.media.keys
    },
    messages: () => trace.messages,
    message: (isWanted) => trace.find(isWanted),
    successor: () => successor,
    async vanish() {
      sipp.kill('SIGKILL')
      for (const next of successors) await next.vanish()
      await ended
    },
  }
}

function isNotifyAnswer({ direction, message }: TracedMessage): boolean {
  return direction === 'received' && message.kind === 'response' && cseqOf(message).method === 'NOTIFY'
}

function isInviteResponse(message: SipMessage): boolean {
  return message.kind === 'response' && cseqOf(message).method === 'INVITE'
}

/** The final answer to the first INVITE; those inside the call have a higher number or come from the other side. */
function inviteStatus(messages: readonly TracedMessage[]): number | undefined {
  const final = messages.find(
    ({ message }) => isInviteResponse(message) && message.kind === 'response' && message.status >= 200,
  )
  return final?.message.kind === 'response' ? final.message.status : undefined
}

function whoHungUp(messages: readonly TracedMessage[]): 'outside' | 'desk' | undefined {
  const last = messages.find(
    ({ message }) => message.kind === 'request' && (message.method === 'BYE' || message.method === 'CANCEL'),
  )
  if (last === undefined) return undefined
  return last.direction === 'sent' ? 'outside' : 'desk'
}

function whatSippSaid(errorFile: string): string {
  try {
    return readFileSync(errorFile, 'utf8').trim().slice(-1500)
  } catch {
    return 'sipp ended without a final answer'
  }
}

/** Says something to sipp within a call; its SIP port is all it hears with. */
function tell(port: number, callId: string, method: string, more: readonly SipHeader[] = []): Promise<void> {
  const text = serialiseSipMessage({
    kind: 'request',
    method,
    uri: `sip:outside@127.0.0.1:${port}`,
    headers: [
      ['via', 'SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKharness'],
      ['from', '<sip:harness@127.0.0.1>;tag=harness'],
      ['to', `<sip:outside@127.0.0.1:${port}>`],
      ['call-id', callId],
      ['cseq', `1 ${method}`],
      ...more,
    ],
    body: '',
  })
  const socket = createSocket('udp4')
  return new Promise((resolve, reject) => {
    socket.send(text, port, '127.0.0.1', (error) => {
      socket.close()
      if (error === null) resolve()
      else reject(error)
    })
  })
}

/** Address and port of the first stream of an SDP (RFC 4566). */
export function mediaAddressOf(sdp: string): { readonly host: string; readonly port: number } | undefined {
  const port = /^m=audio (\d{1,5}) /m.exec(sdp)?.[1]
  const host = [...sdp.matchAll(/^c=IN IP4 ([\d.]{7,15})/gm)].at(-1)?.[1]
  return port === undefined || host === undefined || port === '0' ? undefined : { host, port: Number(port) }
}
