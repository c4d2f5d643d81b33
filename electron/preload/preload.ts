import { contextBridge, ipcRenderer } from 'electron'
import { eventChannel, events, type HostBridge, type HostEventName, listChannels } from '#shared/ipc/contract.ts'

/**
 * Builds `window.desktop` from the contract: one function for each channel, checked on this side too, so that a wrong argument fails
 * where it was made. The page gets functions only, never `ipcRenderer`. No logic of the desk lives here.
 */
type Call = (args?: unknown) => Promise<unknown>
type Listener = (payload: unknown) => void

const bridge: Record<string, Record<string, Call>> = {}
for (const { group, method, name, args, result } of listChannels()) {
  bridge[group] ??= {}
  bridge[group][method] = async (given) => {
    const parsed = args.safeParse(given)
    if (!parsed.success) throw new Error('ipc.badArguments')
    return result.parse(await invoke(name, parsed.data))
  }
}

/** Electron wraps what a handler threw into a sentence; the stable code is its end. */
async function invoke(name: string, args: unknown): Promise<unknown> {
  try {
    return await ipcRenderer.invoke(name, args)
  } catch (error) {
    throw new Error(/ipc\.[a-zA-Z]+$/.exec(String(error))?.[0] ?? 'ipc.failed')
  }
}

const listeners = new Map<HostEventName, Set<Listener>>()
const waiting = new Map<HostEventName, unknown>()
for (const event of Object.keys(events) as HostEventName[]) {
  listeners.set(event, new Set())
  ipcRenderer.on(eventChannel(event), (_event, payload: unknown) => {
    const heard = listeners.get(event) ?? new Set()
    if (heard.size === 0 && events[event].isReplayed) waiting.set(event, payload)
    for (const listener of heard) listener(payload)
  })
}

function on(event: HostEventName, listener: Listener): () => void {
  const heard = listeners.get(event)
  if (heard === undefined) throw new Error('ipc.unknownEvent')
  // Each subscription is its own: the same function given twice is heard twice and stopped apart.
  const own: Listener = (payload) => listener(payload)
  heard.add(own)
  if (waiting.has(event)) {
    own(waiting.get(event))
    waiting.delete(event)
  }
  return () => {
    heard.delete(own)
  }
}

contextBridge.exposeInMainWorld('desktop', { ...bridge, on } as unknown as HostBridge)
