import { z } from 'zod'
import { sessionUser } from '#shared/features/auth/session.ts'
import { deviceId, type UserId, uuid } from '#shared/kernel/ids.ts'

/**
 * What a desk must know of itself to be opened without the server: the device's id and where its user serves. Nothing secret and
 * nothing about insured people; name and login stand in the host's vault and are left out here.
 */
const devicePassport = z.object({ user: sessionUser.omit({ name: true }), deviceId })
export type DevicePassport = z.infer<typeof devicePassport>

export interface PassportStore {
  keep(passport: DevicePassport): void
  find(userId: UserId): DevicePassport | null
  drop(userId: UserId): void
  /** Whose device this is on this computer; null when it is not known here. */
  ownerOf(deviceId: string): UserId | null
}

type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const PREFIX = 'opora.device.'
const keyOf = (userId: string): string => `${PREFIX}${userId}`

export function passportsIn(store: TextStore): PassportStore {
  function read(key: string): DevicePassport | null {
    try {
      return devicePassport.parse(JSON.parse(store.getItem(key) ?? 'null'))
    } catch {
      // Written by another version or damaged: the next sign-in through the server writes it anew.
      return null
    }
  }
  return {
    keep: (passport) => store.setItem(keyOf(passport.user.id), JSON.stringify(devicePassport.parse(passport))),
    find: (userId) => read(keyOf(userId)),
    drop: (userId) => store.removeItem(keyOf(userId)),
    ownerOf(deviceId) {
      const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
      const passports = keys.filter((key) => key.startsWith(PREFIX)).map(read)
      return passports.find((passport) => passport?.deviceId === deviceId)?.user.id ?? null
    },
  }
}

/** The id of this installation, made once (PUSH1 counts commands by installation and user). */
export function installationIdIn(store: TextStore, makeUuid: () => string): string {
  const known = uuid.safeParse(store.getItem('opora.installation'))
  if (known.success) return known.data
  const made = makeUuid()
  store.setItem('opora.installation', made)
  return made
}
