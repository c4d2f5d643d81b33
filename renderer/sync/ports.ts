import type { RandomBytes } from '#shared/kernel/ids.ts'

/** Time as the sync sees it. The simulation hands in a virtual one. */
export interface Timers {
  /** Milliseconds since the epoch by this computer's clock. */
  now(): number
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Where the access token comes from. Signing in is somebody else's: the sync only asks. */
export interface AccessTokens {
  /**
   * A token that is good now, renewed when it is about to end; null when none can be had at the moment.
   * @param refused a token that the server has just refused: another one is wanted
   */
  current(refused?: string): Promise<string | null>
  /** Whether the user has to sign in again; otherwise no token means that the server cannot be reached. */
  isSignedOut(): boolean
}

/** One live connection. */
export interface LiveSocket {
  send(text: string): void
  close(): void
}
export interface LiveSocketEvents {
  opened(): void
  received(text: string): void
  /** @param code of the WebSocket protocol, 1006 when the connection broke */
  closed(code: number): void
}
export type OpenSocket = (url: string, events: LiveSocketEvents) => LiveSocket

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Lets one of several tabs of a device run the sync. The signal of `lead` ends when another takes over or the desk stops. */
export interface Leadership {
  lead(work: () => Promise<void>, signal: AbortSignal): Promise<void>
}

/** Tells the other tabs of this device that the store has changed. */
export interface TabChannel {
  tell(): void
  onTold(listener: () => void): void
  close(): void
}

export interface SyncPorts {
  readonly timers: Timers
  readonly randomBytes: RandomBytes
  readonly fetch: Fetch
  readonly openSocket: OpenSocket
  readonly tokens: AccessTokens
  readonly leadership: Leadership
  readonly tabs: TabChannel
  /** Records of a pull stored in one transaction; absent: as many as the screen does not notice. The simulation lets desks die between two. */
  readonly sliceRecords?: number
}

/** Waits of 1, 2, 4 … times `firstMs` up to `mostMs`, each shortened at random by up to a half, so that a thousand desks do not return in one instant. */
export function backOffMs(failures: number, firstMs: number, mostMs: number, randomBytes: RandomBytes): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 16))
  return Math.round(full * (1 - partOf(randomBytes) / 2))
}

/** A random part, 0 to 1. */
export function partOf(randomBytes: RandomBytes): number {
  return (randomBytes(1)[0] ?? 0) / 255
}
