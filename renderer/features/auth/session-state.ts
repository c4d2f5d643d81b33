import type { StoreApi } from 'zustand/vanilla'
import type { Session, SessionUser, SignInRequest } from '#shared/features/auth/session.ts'
import type { VaultUser } from '#shared/ipc/contract.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { LockReason } from './lock-note.ts'

/** An opened workplace: who works, on which device, with which key. Also without the server (`isOffline`). */
export interface OpenWorkplace {
  readonly apiUrl: string
  /** What was typed at sign-in, so that a renewed sign-in asks for the password only. */
  readonly login: string
  readonly user: SessionUser
  readonly deviceId: Session['deviceId']
  /** Next command number by the server's count; null when opened without the server: the local outbox knows. */
  readonly expectedN: number | null
  /** 32 bytes in base64. */
  readonly dataKey: string
}

export type SessionState =
  | { readonly phase: 'starting' }
  | {
      readonly phase: 'signedOut'
      readonly people: readonly VaultUser[]
      /** The device was revoked: what was kept on this computer is destroyed (rule WIPE1). */
      readonly isRevoked?: boolean
    }
  | {
      /** The desk of one person is closed and waits for them (rule LOCK2). */
      readonly phase: 'locked'
      readonly why: LockReason
      readonly userId: SessionUser['id']
      /** Who is remembered on this computer; whose desk it is stands among them where the host keeps keys. */
      readonly people: readonly VaultUser[]
    }
  | {
      readonly phase: 'open'
      readonly workplace: OpenWorkplace
      /** The server no longer accepts the tokens: work goes on here, sending waits for a sign-in. */
      readonly needsSignIn: boolean
      /** The clock of this computer shows less than before: until when it works without the server goes by the latest time seen (rule KEY5). */
      readonly isClockSetBack?: boolean
      /** The server's word why, when it has said one: `auth.notActive` for an account that was switched off. */
      readonly endedBy?: string
    }

export interface AuthApi {
  signIn(apiUrl: string, request: SignInRequest): Promise<Result<Session, Refusal>>
  refresh(apiUrl: string, request: { readonly refreshToken: string }): Promise<Result<Session, Refusal>>
  signOut(apiUrl: string, refreshToken: string): Promise<void>
}

/** How a sign-in ended: through the server, or with the key that this computer keeps. */
export type SignInEnd = Result<'online' | 'offline', Refusal>

export interface SessionStore {
  readonly state: StoreApi<SessionState>
  /** Looks who is remembered on this computer. */
  start(): Promise<void>
  /** Tries the server first; when it cannot be reached, the key of a remembered person is opened with the same password. */
  signIn(login: string, password: string): Promise<SignInEnd>
  /** Opens the desk of a remembered person by the PIN that was set here; the server is asked when it is there. */
  openByPin(userId: SessionUser['id'], pin: string): Promise<SignInEnd>
  /** Sets the PIN of who works here, who proves it by the password; refused where this computer keeps no secrets or the PIN is weak. */
  setPin(password: string, pin: string): Promise<Result<null, Refusal>>
  dropPin(): Promise<void>
  /** Whether who works here has a PIN on this computer. */
  hasPin(): Promise<boolean>
  /**
   * After the server stopped accepting the tokens: the same person proves to be there; the desk stays open meanwhile. With another level or
   * other clinics it is another workplace over the same store: the desk opens anew and keeps what waits.
   */
  confirm(password: string): Promise<Result<'online', Refusal>>
  /**
   * Closes the open desk until the person proves to be there again: key and tokens leave the page, what waits stays on disk (rule LOCK2).
   * Does nothing where no desk is open.
   */
  lock(why: LockReason): Promise<void>
  /** Somebody else wants to work at a computer that is locked: the lock is taken off, the locked desk stays closed as it is. */
  leaveLock(): Promise<void>
  signOut(): Promise<void>
  /**
   * Looks at the time that this device may work without the server: where it has ended the desk is locked (rules KEY4 and WIPE1). A clock
   * that was set back is told in the state.
   */
  checkLease(): Promise<void>
  forget(userId: SessionUser['id']): Promise<void>
  readonly tokens: {
    /**
     * A token that serves for at least the next half minute, or null when the server cannot be asked or wants a sign-in.
     * @param refused a token that the server has refused before its time: another one is got, unless that has already happened
     */
    current(refused?: string): Promise<string | null>
    /** Whether the user has to sign in again; otherwise no token means that the server cannot be reached. */
    isSignedOut(): boolean
  }
}
