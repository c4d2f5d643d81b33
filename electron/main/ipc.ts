import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type ChannelEntry, type HostHandlers, type LogEntry, listChannels } from '#shared/ipc/contract.ts'
import { isWithin } from './message-size.ts'
import { isOwnUrl } from './origin.ts'

type AnyHandler = (args: unknown) => Promise<unknown>
type Report = (entry: LogEntry) => void

/** What is asked of the sender of a message: the frame it came from. Structural, so that it can be tested without Electron. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/** Only the main frame of the desk itself may speak: not an iframe, not a page of another origin in the same window. */
export function isTrustedSender({ senderFrame }: Sender): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnUrl(senderFrame.url)
}

/**
 * Answers one message on one channel. Checked in this order, before the handler sees anything: who sends, how much, of what shape.
 * Rejects with a stable code only: what went wrong inside is in the log, not in the page.
 */
export async function answerMessage(
  channel: ChannelEntry,
  handler: AnyHandler,
  sender: Sender,
  args: readonly unknown[],
  report: Report,
): Promise<unknown> {
  const refuseWith = (code: string, level: LogEntry['level'] = 'warn', reason?: string): never => {
    report({ level, code, fields: { channel: channel.name, ...(reason === undefined ? {} : { reason }) } })
    throw new Error(code)
  }
  if (!isTrustedSender(sender)) return refuseWith('ipc.untrustedSender')
  if (args.length > 1 || !isWithin(args, channel.maxBytes)) return refuseWith('ipc.tooLarge')
  const parsed = channel.args.safeParse(args[0])
  if (!parsed.success) return refuseWith('ipc.badArguments')
  const result = await handler(parsed.data).catch((error: unknown) =>
    refuseWith('ipc.failed', 'error', error instanceof Error ? error.name : 'unknown'),
  )
  const checked = channel.result.safeParse(result)
  return checked.success ? checked.data : refuseWith('ipc.badResult', 'error')
}

/** Registers every channel of the contract. The only place that listens to pages. */
export function answerChannels(ipcMain: Pick<IpcMain, 'handle'>, handlers: HostHandlers, report: Report): void {
  const table = handlers as unknown as Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
  for (const channel of listChannels()) {
    const handler = table[channel.group]?.[channel.method]
    if (handler === undefined) throw new Error(`No handler for ${channel.name}`)
    ipcMain.handle(channel.name, (event: IpcMainInvokeEvent, ...args: unknown[]) =>
      answerMessage(channel, handler, event, args, report),
    )
  }
}
