import type { AccessTokens, Leadership, SyncPorts, TabChannel, Timers } from '#renderer/sync/ports.ts'

/** The sync's ports in a browser or in Electron's renderer. */
export function browserPorts(deviceId: string, tokens: AccessTokens): SyncPorts {
  return {
    timers: browserTimers,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fetch: (url, init) => fetch(url, init),
    openSocket(url, events) {
      const socket = new WebSocket(new URL(url, location.href))
      socket.addEventListener('open', () => events.opened())
      socket.addEventListener('message', (event) => events.received(String(event.data)))
      socket.addEventListener('close', (event) => events.closed(event.code))
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text)
        },
        close: () => socket.close(),
      }
    },
    tokens,
    leadership: lockLeadership(deviceId),
    tabs: tabChannel(deviceId),
  }
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const end = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal?.addEventListener('abort', end)
    }),
}

/** One tab holds the lock and syncs; when it is closed or dies the browser hands the lock to the next. */
function lockLeadership(deviceId: string): Leadership {
  return {
    async lead(work, signal) {
      try {
        await navigator.locks.request(`opora-sync-${deviceId}`, { signal }, () => work())
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
  }
}

function tabChannel(deviceId: string): TabChannel {
  const channel = new BroadcastChannel(`opora-store-${deviceId}`)
  return {
    tell: () => channel.postMessage('changed'),
    onTold: (listener) => channel.addEventListener('message', () => listener()),
    close: () => channel.close(),
  }
}
