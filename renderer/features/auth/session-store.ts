import { createStore } from 'zustand/vanilla'
import type { Session, SessionUser } from '#shared/features/auth/session.ts'
import type { HostBridge, OpenedVault } from '#shared/ipc/contract.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'
import type { LockNote, LockReason } from './lock-note.ts'
import type { AuthApi, OpenWorkplace, SessionState, SessionStore, SignInEnd } from './session-state.ts'

/** Tokens are renewed this long before they end, so that none ends on its way. */
const RENEW_BEFORE_MS = 30_000
/** The server's word that this device was revoked (rule WIPE1). */
const REVOKED = 'device.revoked'

interface Dependencies {
  readonly host: HostBridge
  readonly api: AuthApi
  readonly clock: Clock
  /** The id of the installation as an older desk kept it in the page, for the host to take over; null where there is none. */
  readonly knownInstallation: string | null
  /** Deletes what a device has on this computer for good, also while it is open. Resolves with whether everything is gone. */
  readonly destroyStore: (deviceId: string) => Promise<boolean>
  readonly lockNote: LockNote
}

/** The host rejects when it could not write, a full disk for instance, and has logged why: whoever signs in is told what to do. */
async function unlessUnwritten<T>(work: () => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> {
  try {
    return await work()
  } catch {
    return err(refuse('host.notWritten'))
  }
}

/** What decides which desk somebody has and what it may hold. */
function reachOf({ role, clinicIds, extension }: SessionUser): string {
  return JSON.stringify([role, [...clinicIds].sort(), extension])
}

/** The session of one desk (DESIGN §5): sign-in, remembered people, renewing of tokens. Tokens never touch the page's own storage. */
export function createSessionStore(given: Dependencies): SessionStore {
  const { host, api, clock, knownInstallation, destroyStore, lockNote } = given
  const state = createStore<SessionState>(() => ({ phase: 'starting' }))
  let access: { readonly token: string; readonly endsAt: number } | null = null
  let renewing: Promise<string | null> | null = null
  /** Counts sign-outs and locks: what was asked for before one must not touch the session, or the person, that comes after it. */
  let ended = 0

  async function accept(session: Session, apiUrl: string, login: string): Promise<OpenWorkplace> {
    // The token's end is told by the server's clock; the span is what counts on a computer whose clock is off.
    const lifetimeMs = Date.parse(session.accessExpiresAt) - Date.parse(session.serverTime)
    access = { token: session.accessToken, endsAt: clock.now() + lifetimeMs }
    await host.tokens.save({ userId: session.user.id, refreshToken: session.refreshToken })
    return {
      apiUrl,
      login,
      user: session.user,
      deviceId: session.deviceId,
      expectedN: session.expectedN,
      dataKey: session.dataKey,
    }
  }

  /**
   * Rule WIPE1: keys first, for without them nothing that is left can be read; then the store. A wipe that was cut off is done again at
   * the next contact: the server names the device.
   * @param login who asked when no desk is open: entries of an older desk do not tell their device
   */
  async function wipe(refusal: Refusal, login?: string): Promise<void> {
    const open = state.getState()
    const here = open.phase === 'open' ? open.workplace : null
    const deviceId = here?.deviceId ?? refusal.args?.['device']
    const people = here === null ? await host.vault.list() : []
    const owner =
      people.find((it) => it.deviceId === deviceId) ?? people.find((it) => it.deviceId === null && it.login === login)
    const userId = here?.user.id ?? owner?.userId
    access = null
    lockNote.clear()
    if (userId !== undefined) {
      await host.vault.forget({ userId })
      await host.tokens.clear({ userId })
    }
    state.setState({ phase: 'signedOut', people: await host.vault.list(), isRevoked: true }, true)
    // Not waited for: the desk that is open can close only when whoever asked for a token here has an answer.
    if (deviceId !== undefined) void destroyStore(String(deviceId))
  }

  async function askServer(apiUrl: string, login: string, password: string): Promise<Result<Session, Refusal>> {
    const { host: kind, version } = await host.app.info()
    const { installationId } = await host.app.installation({ known: knownInstallation })
    return api.signIn(apiUrl, { login, password, installationId, host: kind, appVersion: version })
  }

  /** Refused where the computer keeps no secrets: then the desk simply cannot be opened without the server. */
  async function seal(
    { login, user, deviceId, dataKey }: OpenWorkplace,
    password: string,
    lease: Session['offlineLease'],
  ): Promise<void> {
    await host.vault.seal({
      login,
      passport: { user, deviceId },
      password,
      dataKey,
      ...(lease === undefined ? {} : { lease }),
    })
  }

  /** Enters with what the vault has given. */
  function enterOpened(apiUrl: string, login: string, { dataKey, passport, isClockSetBack }: OpenedVault): SignInEnd {
    if (passport === null) return err(refuse('vault.noPassport'))
    access = null
    enter({ apiUrl, login, ...passport, expectedN: null, dataKey }, isClockSetBack)
    return ok('offline')
  }

  async function openOffline(apiUrl: string, login: string, password: string): Promise<SignInEnd> {
    const person = (await host.vault.list()).find((it) => it.login === login)
    if (!person) return err(refuse('network.unreachable'))
    const opened = await host.vault.open({ userId: person.userId, password })
    if (!opened.ok) {
      const { code, ...args } = opened.error
      return err(refuse(code, 'password', args))
    }
    return enterOpened(apiUrl, login, opened.value)
  }

  function enter(workplace: OpenWorkplace, isClockSetBack = false): void {
    lockNote.clear()
    state.setState(
      { phase: 'open', workplace, needsSignIn: false, ...(isClockSetBack ? { isClockSetBack } : {}) },
      true,
    )
  }

  /** What was asked for from here on must touch neither the session that has ended nor the one that comes after it. */
  function endAsking(): void {
    ended += 1
    renewing = null
    access = null
  }

  async function renew(): Promise<string | null> {
    const open = state.getState()
    if (open.phase !== 'open') return null
    const { user, apiUrl, login } = open.workplace
    const mine = ended
    const { refreshToken } = await host.tokens.load({ userId: user.id })
    if (ended !== mine) return null
    if (refreshToken === null) {
      state.setState({ ...open, needsSignIn: true }, true)
      return null
    }
    const answer = await api.refresh(apiUrl, { refreshToken })
    if (ended !== mine) {
      if (answer.ok) void api.signOut(apiUrl, answer.value.refreshToken)
      return null
    }
    if (answer.ok) {
      const { deviceId, user: told } = await accept(answer.value, apiUrl, login)
      const { offlineLease: lease } = answer.value
      await host.vault.update({ passport: { user: told, deviceId }, ...(lease === undefined ? {} : { lease }) })
      return answer.value.accessToken
    }
    if (answer.error.code === REVOKED) await wipe(answer.error)
    if (answer.error.code.startsWith('auth.')) {
      await host.tokens.clear({ userId: user.id })
      if (ended !== mine) return null
      state.setState({ ...open, needsSignIn: true, endedBy: answer.error.code }, true)
    }
    return null
  }

  async function lock(why: LockReason): Promise<void> {
    const open = state.getState()
    if (open.phase !== 'open') return
    endAsking()
    const { id: userId } = open.workplace.user
    lockNote.save({ userId, why })
    state.setState({ phase: 'locked', why, userId, people: [] }, true)
    await host.vault.lock({ userId })
    const people = await host.vault.list()
    const now = state.getState()
    if (now.phase === 'locked') state.setState({ ...now, people }, true)
  }

  /** One renewal at a time: a refresh token serves once, two at once would end the session. */
  function renewOnce(): Promise<string | null> {
    if (renewing === null) {
      const mine = renew().finally(() => {
        if (renewing === mine) renewing = null
      })
      renewing = mine
    }
    return renewing
  }

  return {
    state,
    async start() {
      const people = await host.vault.list()
      const noted = lockNote.load()
      state.setState(noted === null ? { phase: 'signedOut', people } : { phase: 'locked', ...noted, people }, true)
    },
    signIn: (login, password) =>
      unlessUnwritten(async () => {
        const { apiUrl } = await host.app.info()
        const answer = await askServer(apiUrl, login, password)
        if (!answer.ok) {
          if (answer.error.code === REVOKED) await wipe(answer.error, login)
          return answer.error.code === 'network.unreachable' ? openOffline(apiUrl, login, password) : answer
        }
        const workplace = await accept(answer.value, apiUrl, login)
        await seal(workplace, password, answer.value.offlineLease)
        enter(workplace)
        return ok('online')
      }),
    openByPin: (userId, pin) =>
      unlessUnwritten(async () => {
        const { apiUrl } = await host.app.info()
        const person = (await host.vault.list()).find((it) => it.userId === userId)
        if (person === undefined) return err(refuse('vault.none'))
        const opened = await host.vault.openByPin({ userId, pin })
        if (opened.ok) return enterOpened(apiUrl, person.login, opened.value)
        const { code, ...args } = opened.error
        // An erased PIN is offered no more.
        const now = state.getState()
        const people = await host.vault.list()
        if (now.phase === 'locked' || now.phase === 'signedOut') state.setState({ ...now, people }, true)
        return err(refuse(code, 'pin', args))
      }),
    setPin: (password, pin) =>
      unlessUnwritten(async () => {
        const open = state.getState()
        if (open.phase !== 'open') return err(refuse('auth.required'))
        const set = await host.vault.setPin({ userId: open.workplace.user.id, password, pin })
        if (set.ok) return ok(null)
        const { code, ...args } = set.error
        return err(refuse(code, code === 'vault.weakPin' ? 'pin' : 'password', args))
      }),
    async dropPin() {
      const open = state.getState()
      if (open.phase === 'open') await host.vault.dropPin({ userId: open.workplace.user.id })
    },
    async hasPin() {
      const open = state.getState()
      if (open.phase !== 'open') return false
      return (await host.vault.list()).some((it) => it.userId === open.workplace.user.id && it.hasPin)
    },
    confirm: (password) =>
      unlessUnwritten(async () => {
        const open = state.getState()
        if (open.phase !== 'open') return err(refuse('auth.required'))
        const { login, apiUrl } = open.workplace
        const mine = ended
        const answer = await askServer(apiUrl, login, password)
        // A desk that was locked or left meanwhile is not opened by the answer.
        if (ended !== mine) {
          if (answer.ok) void api.signOut(apiUrl, answer.value.refreshToken)
          return err(refuse('auth.required'))
        }
        if (!answer.ok) {
          if (answer.error.code === REVOKED) await wipe(answer.error)
          return answer
        }
        const { user, deviceId, expectedN } = await accept(answer.value, apiUrl, login)
        const isSameDevice = deviceId === open.workplace.deviceId
        // The opened store keeps its key and device. A password that has changed must open it without the server from now on, alone.
        if (isSameDevice) await seal({ ...open.workplace, user }, password, answer.value.offlineLease)
        const isNewReach = isSameDevice && reachOf(user) !== reachOf(open.workplace.user)
        const workplace = isNewReach ? { ...open.workplace, user, expectedN } : open.workplace
        state.setState({ phase: 'open', workplace, needsSignIn: false }, true)
        return ok('online')
      }),
    lock,
    async checkLease() {
      const open = state.getState()
      if (open.phase !== 'open') return
      const standing = await host.vault.standing({ userId: open.workplace.user.id })
      const now = state.getState()
      if (now.phase !== 'open' || now.workplace.user.id !== open.workplace.user.id) return
      if (standing.isLeaseEnded) return lock('leaseEnded')
      if (standing.isClockSetBack !== (now.isClockSetBack ?? false))
        state.setState({ ...now, isClockSetBack: standing.isClockSetBack }, true)
    },
    async leaveLock() {
      if (state.getState().phase !== 'locked') return
      lockNote.clear()
      state.setState({ phase: 'signedOut', people: await host.vault.list() }, true)
    },
    async signOut() {
      ended += 1
      renewing = null
      const open = state.getState()
      if (open.phase === 'open') {
        const { user, apiUrl } = open.workplace
        const { refreshToken } = await host.tokens.load({ userId: user.id })
        await host.tokens.clear({ userId: user.id })
        if (refreshToken !== null) void api.signOut(apiUrl, refreshToken)
      }
      const people = await host.vault.list()
      // Once more: what was asked for while she left found no tokens any more, and must not open the desk again to say so.
      endAsking()
      state.setState({ phase: 'signedOut', people }, true)
    },
    async forget(userId) {
      await host.vault.forget({ userId })
      await host.tokens.clear({ userId })
      state.setState({ phase: 'signedOut', people: await host.vault.list() }, true)
    },
    tokens: {
      async current(refused) {
        if (refused !== undefined && access?.token === refused) access = null
        if (access !== null && access.endsAt - RENEW_BEFORE_MS > clock.now()) return access.token
        return renewOnce()
      },
      isSignedOut() {
        const open = state.getState()
        return open.phase !== 'open' || open.needsSignIn
      },
    },
  }
}
