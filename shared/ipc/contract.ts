import { z } from 'zod'
import { type OfflineLease, offlineLease, sessionUser } from '../features/auth/session.ts'
import { role } from '../kernel/actor.ts'
import { deviceId, userId, uuid } from '../kernel/ids.ts'
import { pin, pinWeakness } from './pin.ts'
import { fileKind, SAVED_FILE_BYTES_MAX } from './saved-file.ts'

/**
 * The host bridge: what the desk may ask of the computer it runs on. Every channel stands here once, with the schema of its
 * argument and of its result. From this table come the bridge of the preload script, the type of the handlers in the main
 * process (a missing or wrong handler fails compilation) and of the browser host, the checks at run time, and the tests that
 * try every channel from a page that must not use it.
 */
function channel<Args extends z.ZodType, Result extends z.ZodType>(
  args: Args,
  result: Result,
  maxBytes: number = MESSAGE_BYTES_MAX,
) {
  return { args, result, maxBytes } as const
}

/** The longest message a page may send through the bridge, in bytes; a channel that carries files has a limit of its own. */
export const MESSAGE_BYTES_MAX = 1024 * 1024
/** Names and the frame of a message that carries a file. */
const MESSAGE_BYTES_AROUND_FILE = 64 * 1024

const nothing = z.undefined()

/** 32 random bytes in base64: the key of one user's local store on one device. */
export const dataKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/)

/** What the desk learns about its host. */
export const appInfo = z.object({
  host: z.enum(['electron', 'browser']),
  version: z.string(),
  platform: z.string(),
  /** `os`: the operating system keeps secrets for us. `none`: nothing may be kept on this computer, the key comes with each sign-in. */
  secretStore: z.enum(['os', 'none']),
  /** Origin of the central API, without a slash at the end. */
  apiUrl: z.string(),
})
export type AppInfo = z.infer<typeof appInfo>

/** The server's signed word until when this device opens without it; the host checks it and keeps it beside the key. */
export const sealedLease = offlineLease
export type SealedLease = OfflineLease

const login = z.string().max(80)
const userName = z.string().max(200)

/**
 * What a desk must know of itself to be opened without the server: who works here, and as which device. Sealed together with the key
 * in one record, so that neither is ever there without the other.
 */
export const devicePassport = z.object({ user: sessionUser.extend({ name: userName }), deviceId })
export type DevicePassport = z.infer<typeof devicePassport>

/** Somebody whose store can be opened on this computer without the server. `deviceId` is null in what an older desk has sealed. */
export const vaultUser = z.object({
  userId,
  login,
  name: userName,
  role,
  deviceId: deviceId.nullable(),
  /** A PIN was set on this computer and opens it still (rule KEY2). */
  hasPin: z.boolean(),
})
export type VaultUser = z.infer<typeof vaultUser>

const password = z.string().min(1).max(200)

/**
 * Why a vault stayed closed.
 * `vault.wrongPassword`: `triesLeft` more may be made, the next one after `retryAfterMs`; at 0 the key is erased and comes back
 * with the next sign-in at the server. `vault.tooEarly`: the pause after the last try is not over, nothing was checked or counted.
 * `vault.none`: this user has no key here. `vault.unavailable`: this computer has no secret store that deserves the name.
 * `vault.leaseEnded`: the device was not in contact for too long, only a sign-in at the server opens it (rule KEY4).
 */
export const vaultRefusal = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('vault.wrongPassword'),
    triesLeft: z.number().int().min(0),
    retryAfterMs: z.number().int().min(0),
  }),
  z.object({
    code: z.literal('vault.tooEarly'),
    triesLeft: z.number().int().min(1),
    retryAfterMs: z.number().int().min(1),
  }),
  z.object({ code: z.literal('vault.none') }),
  z.object({ code: z.literal('vault.unavailable') }),
  z.object({ code: z.literal('vault.leaseEnded') }),
])
export type VaultRefusal = z.infer<typeof vaultRefusal>

/**
 * Why a PIN did not open. `vault.wrongPin`: as `vault.wrongPassword`; at 0 the PIN is erased and the password is asked for, its tries and
 * its key are untouched. `vault.noPin`: none is set, or it was erased.
 */
export const pinRefusal = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('vault.wrongPin'),
    triesLeft: z.number().int().min(0),
    retryAfterMs: z.number().int().min(0),
  }),
  z.object({
    code: z.literal('vault.tooEarly'),
    triesLeft: z.number().int().min(1),
    retryAfterMs: z.number().int().min(1),
  }),
  z.object({ code: z.literal('vault.noPin') }),
  z.object({ code: z.literal('vault.unavailable') }),
  z.object({ code: z.literal('vault.leaseEnded') }),
])
export type PinRefusal = z.infer<typeof pinRefusal>

/** `vault.weakPin`: it would be guessed among the first (rule KEY2). Otherwise the password did not open. */
export const setPinRefusal = z.union([z.object({ code: z.literal('vault.weakPin'), why: pinWeakness }), vaultRefusal])
export type SetPinRefusal = z.infer<typeof setPinRefusal>

/**
 * What the host knows of the time that a device may work without the server. `until` is an instant, null where the server has set no end.
 * `isClockSetBack`: the clock of this computer shows less than it has shown before; the lease goes by the latest time seen (rule KEY5).
 */
export const vaultStanding = z.object({
  until: z.string().nullable(),
  isLeaseEnded: z.boolean(),
  isClockSetBack: z.boolean(),
})
export type VaultStanding = z.infer<typeof vaultStanding>

/** What opens a store without the server. `passport` is null when an older desk has sealed none, or one that no longer tells enough. */
const openedVault = z.object({ dataKey, passport: devicePassport.nullable(), isClockSetBack: z.boolean() })
export type OpenedVault = z.infer<typeof openedVault>

const unavailable = z.object({ code: z.literal('vault.unavailable') })

function resultOf<Value extends z.ZodType, Refused extends z.ZodType>(value: Value, error: Refused) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error }),
  ])
}

/** What the tray icon and its tooltip tell: `off` no phone, `ready` calls may come, `away` a break, `wrapUp` work after a call. */
export const phoneState = z.enum(['off', 'ready', 'away', 'ringing', 'talking', 'wrapUp'])
export type PhoneState = z.infer<typeof phoneState>

/** What can be chosen in the tray: to take calls of the queue, or why not. */
export const agentWish = z.enum(['ready', 'break', 'lunch', 'paperwork'])
export type AgentWish = z.infer<typeof agentWish>

/** One line of the log. `code` is stable and dotted; fields that look personal are dropped by the host, not written. */
export const logEntry = z.object({
  level: z.enum(['info', 'warn', 'error']),
  code: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/)
    .max(80),
  fields: z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()])).optional(),
})
export type LogEntry = z.infer<typeof logEntry>

/**
 * Why a file was not saved. `files.noSpace`: the disk or the share of it is full. `files.noPermission`: the folder or the file may not be
 * written. `files.inUse`: another programme holds the file. `files.busy`: the dialogue for another file is still open.
 * `files.failed`: anything else, e.g. a drive that was pulled out.
 */
const saveRefusal = z.object({
  code: z.enum(['files.noSpace', 'files.noPermission', 'files.inUse', 'files.busy', 'files.failed']),
})

/**
 * What came of saving. `saved`: the whole file is on disk under `name`; `id` shows it in its folder. `cancelled`: the person thought
 * better of it. `handedOver`: the browser saves it and tells of it itself.
 */
const saveOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), name: z.string(), id: z.number().int().min(1) }),
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('handedOver') }),
])

/** `closed`: the dialogue is gone and the host cannot tell what was chosen in it. */
const printOutcome = z.object({ outcome: z.enum(['printed', 'cancelled', 'closed']) })
const printRefusal = z.object({ code: z.enum(['print.busy', 'print.failed']) })

/** Sheets of paper, ISO 216. */
export const pageSize = z.enum(['A4', 'A5'])

export const contract = {
  app: {
    info: channel(nothing, appInfo),
    /**
     * The id of this installation of the desk (rule PUSH1), the same for ever and on disk before it is answered: with another one the next
     * sign-in would be another device with another store, and what waits in this one would not be sent. `known` is taken over where the
     * host has none yet: older desks kept it in the page.
     */
    installation: channel(z.object({ known: uuid.nullable() }), z.object({ installationId: uuid })),
  },
  vault: {
    /**
     * Keeps key and passport so that this user can work without the server; a second call replaces the first (new password). What has
     * been answered survives a power cut.
     */
    seal: channel(
      z.object({ login, passport: devicePassport, password, dataKey, lease: offlineLease.optional() }),
      resultOf(z.null(), unavailable),
    ),
    /** Newer facts about somebody whose key is here (clinics, extension) and the new lease. Another device's passport, or no key: nothing is written. */
    update: channel(z.object({ passport: devicePassport, lease: offlineLease.optional() }), z.null()),
    list: channel(nothing, z.array(vaultUser)),
    open: channel(z.object({ userId, password }), resultOf(openedVault, vaultRefusal)),
    openByPin: channel(z.object({ userId, pin }), resultOf(openedVault, pinRefusal)),
    /** The password proves who sets the PIN; a wrong one spends a try. */
    setPin: channel(z.object({ userId, password, pin }), resultOf(z.null(), setPinRefusal)),
    dropPin: channel(z.object({ userId }), z.null()),
    /** Also notes the time, so that a clock that is set back later is noticed. */
    standing: channel(z.object({ userId }), vaultStanding),
    /** The desk was locked: until the key is opened again, or a sign-in at the server brings it, the refresh token stays with the host (rule LOCK3). */
    lock: channel(z.object({ userId }), z.null()),
    forget: channel(z.object({ userId }), z.null()),
  },
  /**
   * The refresh token of one user. Without a secret store it lives in the memory of the host and ends with it. It is given to a desk that
   * has opened the key or has just signed in, and to no other: the server would give the key for it (rule LOCK3).
   */
  tokens: {
    save: channel(z.object({ userId, refreshToken: z.string().min(1).max(400) }), z.null()),
    load: channel(z.object({ userId }), z.object({ refreshToken: z.string().nullable() })),
    clear: channel(z.object({ userId }), z.null()),
  },
  attention: {
    /** Notice of the operating system, a flashing window, the ringing tray icon. The text is the desk's: the host adds nothing to it. */
    incomingCall: channel(z.object({ title: z.string().min(1).max(120), body: z.string().max(240) }), z.null()),
    /** The call was answered or went away. */
    clear: channel(nothing, z.null()),
    setPhoneState: channel(z.object({ state: phoneState }), z.null()),
    /** A notice that stays until it is seen, e.g. of a call that was promised; it neither flashes nor rings. */
    remind: channel(z.object({ title: z.string().min(1).max(120), body: z.string().max(240) }), z.null()),
  },
  files: {
    /**
     * Asks the person where, then writes the file whole or not at all. `name` is a suggestion, never a path; what is unfit in it is
     * replaced, and the file always gets the ending of its kind. Nothing is kept of the content.
     */
    save: channel(
      z.object({
        name: z.string().max(300),
        kind: fileKind,
        bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= SAVED_FILE_BYTES_MAX),
      }),
      resultOf(saveOutcome, saveRefusal),
      SAVED_FILE_BYTES_MAX + MESSAGE_BYTES_AROUND_FILE,
    ),
    /** Shows a file that was saved since the start of the host, in the folder where the person has put it. */
    showInFolder: channel(z.object({ id: z.number().int().min(1) }), z.null()),
  },
  print: {
    /** Prints what the desk now shows to printers, through the system's dialogue; answers when the dialogue is gone. */
    page: channel(z.object({ pageSize }), resultOf(printOutcome, printRefusal)),
  },
  log: {
    write: channel(logEntry, z.null()),
  },
} as const
export type Contract = typeof contract

/**
 * What the host tells the desk. With `isReplayed` the last payload waits for the first listener: a `tel:` link that started the
 * programme must not be lost while the desk is still signing in.
 */
export const events = {
  power: { payload: z.object({ change: z.enum(['lock', 'unlock', 'suspend', 'resume']) }), isReplayed: false },
  /** A number to dial from a `tel:` link: digits, `*`, `#`, at most one leading plus. The desk asks before it dials. */
  telLink: { payload: z.object({ number: z.string().regex(/^\+?[0-9*#]{2,20}$/) }), isReplayed: true },
  /** A state chosen in the tray; the desk does what it would do for its own button (REQUIREMENTS C9). */
  agentWish: { payload: z.object({ wish: agentWish }), isReplayed: false },
} as const
export type HostEvents = { readonly [E in keyof typeof events]: z.infer<(typeof events)[E]['payload']> }
export type HostEventName = keyof HostEvents

type Group = keyof Contract
type Caller<Channel> = Channel extends { args: infer Args extends z.ZodType; result: infer Result extends z.ZodType }
  ? (...args: undefined extends z.input<Args> ? [] : [args: Readonly<z.input<Args>>]) => Promise<z.output<Result>>
  : never
type Handler<Channel> = Channel extends { args: infer Args extends z.ZodType; result: infer Result extends z.ZodType }
  ? (args: z.output<Args>) => Promise<z.input<Result>>
  : never

/** `window.desktop`, and what the browser host implements. A call rejects with a stable code as its message (`ipc.badArguments`). */
export type HostBridge = {
  readonly [G in Group]: { readonly [M in keyof Contract[G]]: Caller<Contract[G][M]> }
} & {
  /** Subscribes to an event; returns how to stop. */
  readonly on: <E extends HostEventName>(event: E, listener: (payload: HostEvents[E]) => void) => () => void
}

/** The same table from the other side: what the main process must answer. */
export type HostHandlers = {
  readonly [G in Group]: { readonly [M in keyof Contract[G]]: Handler<Contract[G][M]> }
}

export interface ChannelEntry {
  readonly group: string
  readonly method: string
  /** Name on the wire between preload and main. */
  readonly name: string
  readonly args: z.ZodType
  readonly result: z.ZodType
  /** The longest message with these arguments, in bytes. */
  readonly maxBytes: number
}

/** Every channel of the contract, for code that treats them alike. */
export function listChannels(): readonly ChannelEntry[] {
  return Object.entries(contract).flatMap(([group, methods]) =>
    Object.entries(methods as Record<string, Pick<ChannelEntry, 'args' | 'result' | 'maxBytes'>>).map(
      ([method, channelOfIt]) => ({ group, method, name: `${group}.${method}`, ...channelOfIt }),
    ),
  )
}

/** Name on the wire of an event, apart from the names of channels. */
export function eventChannel(event: HostEventName): string {
  return `event.${event}`
}
