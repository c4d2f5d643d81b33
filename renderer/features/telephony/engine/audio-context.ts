/**
 * Lets go of everything that hangs on a context. In Chromium the nodes of media streams live for as long as their context runs, disconnected
 * or not, and keep their tracks: one context for the whole shift would keep the voices of every call of it. So each use has one of its own.
 */
export function closeContext(context: AudioContext): void {
  if (context.state !== 'closed') context.close().catch(() => undefined)
}
