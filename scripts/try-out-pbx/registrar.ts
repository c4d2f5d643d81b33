import type { Scheduler } from './scheduler.ts'
import type { SipLink } from './sip-link.ts'

export interface Binding {
  readonly extension: string
  /** URI of the Contact, to be used as Request-URI. */
  readonly contact: string
  readonly link: SipLink
  readonly registeredAtMs: number
  readonly expiresAtMs: number
}

export interface Registrar {
  /** Binds an extension to a connection; a newer registration takes the place of an older one. */
  bind(extension: string, contact: string, link: SipLink, expiresSeconds: number): Binding
  release(extension: string): void
  /** Forgets what was registered over a connection that closed. */
  releaseLink(link: SipLink): void
  /** The binding in force: not expired and with an open connection. */
  find(extension: string): Binding | undefined
  all(): readonly Binding[]
}

/**
 * Location service with one contact for each extension: a desk is one place, and a second tab of it takes the telephone over.
 * @param onBound is told of each new or renewed binding
 */
export function createRegistrar(scheduler: Pick<Scheduler, 'nowMs'>, onBound: (binding: Binding) => void): Registrar {
  const bindings = new Map<string, Binding>()
  const isInForce = (binding: Binding): boolean => binding.expiresAtMs > scheduler.nowMs() && binding.link.isOpen

  return {
    bind(extension, contact, link, expiresSeconds) {
      const nowMs = scheduler.nowMs()
      const binding = { extension, contact, link, registeredAtMs: nowMs, expiresAtMs: nowMs + expiresSeconds * 1000 }
      bindings.set(extension, binding)
      onBound(binding)
      return binding
    },
    release: (extension) => void bindings.delete(extension),
    releaseLink(link) {
      for (const [extension, binding] of bindings) if (binding.link === link) bindings.delete(extension)
    },
    find(extension) {
      const binding = bindings.get(extension)
      return binding !== undefined && isInForce(binding) ? binding : undefined
    },
    all: () => [...bindings.values()].filter(isInForce),
  }
}
