import type { HostHandlers } from '#shared/ipc/contract.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { OpenDesks } from '../vault/open-desks.ts'
import type { OpenedVault, Vault } from '../vault/vault.ts'

/** The vault on the wire: keys travel as base64. */
export function vaultHandlers(vault: Vault, desks: OpenDesks): HostHandlers['vault'] {
  function onTheWire<Refused>(userId: string, opened: Result<OpenedVault, Refused>) {
    if (!opened.ok) return opened
    desks.opened(userId)
    const { dataKey, ...rest } = opened.value
    const value = { ...rest, dataKey: Buffer.from(dataKey).toString('base64') }
    dataKey.fill(0)
    return { ok: true as const, value }
  }

  return {
    seal: ({ password, dataKey, ...entry }) =>
      vault.seal({ ...entry, dataKey: Buffer.from(dataKey, 'base64') }, password),
    update: async ({ passport, lease }) => {
      await vault.update(passport, lease)
      return null
    },
    list: () => vault.list(),
    open: async ({ userId, password }) => onTheWire(userId, await vault.open(userId, password)),
    openByPin: async ({ userId, pin }) => onTheWire(userId, await vault.openByPin(userId, pin)),
    setPin: ({ userId, password, pin }) => vault.setPin(userId, password, pin),
    dropPin: async ({ userId }) => {
      await vault.dropPin(userId)
      return null
    },
    standing: ({ userId }) => vault.standing(userId),
    lock: async ({ userId }) => {
      desks.locked(userId)
      return null
    },
    forget: async ({ userId }) => {
      desks.locked(userId)
      await vault.forget(userId)
      return null
    },
  }
}
