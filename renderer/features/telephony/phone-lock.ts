/** The part of Web Locks that is used. */
export type Locks = Pick<LockManager, 'request'>

export interface PhoneLock {
  /** Takes the phone from the other window; that one is told. */
  takeOver(): void
  release(): void
}

/**
 * One registration per user and browser profile: two registered windows would both ring, and the exchange would fork each
 * call. The window that opened first has the phone; the next one waits and gets it when the first closes. [TEL60]
 * @param onChange true when this window has the phone, false when another one has it; called at least once
 */
export function holdPhone(locks: Locks, userName: string, onChange: (isOurs: boolean) => void): PhoneLock {
  const name = `opora-phone-${userName}`
  let letGo: (() => void) | undefined
  let isReleased = false
  const waiting = new AbortController()

  const hold = (): Promise<void> => {
    if (isReleased) return Promise.resolve()
    onChange(true)
    return new Promise<void>((resolve) => {
      letGo = resolve
    })
  }
  /** Rejects with AbortError when another window steals the lock, or when we stop waiting. */
  const request = (options: LockOptions): void => {
    locks
      .request(name, options, (lock) => (lock === null ? waitForIt() : hold()))
      .catch(() => {
        if (isReleased) return
        letGo = undefined
        waitForIt()
      })
  }
  const waitForIt = (): void => {
    if (isReleased) return
    onChange(false)
    request({ signal: waiting.signal })
  }

  request({ ifAvailable: true })
  return {
    takeOver: () => {
      if (!isReleased && letGo === undefined) request({ steal: true })
    },
    release: () => {
      isReleased = true
      waiting.abort()
      letGo?.()
    },
  }
}
