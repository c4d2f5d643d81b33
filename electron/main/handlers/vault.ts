import type { HostHandlers } from '#shared/ipc/contract.ts'
import type { OpenDesks } from '../vault/open-desks.ts'
import type { Vault } from '../vault/vault.ts'

/** The vault on the wire: keys travel as base64. */
export function vaultHandlers(vault: Vault, desks: OpenDesks): HostHandlers['vault'] {
  return {
    seal: ({ password, dataKey, ...entry }) =>
      vault.seal({ ...entry, dataKey: Buffer.from(dataKey, 'base64') }, password),
    update: async (passport) => {
      await vault.update(passport)
      return null
    },
    list: () => vault.list(),
    open: async ({ userId, password }) => {
      const opened = await vault.open(userId, password)
      if (!opened.ok) return opened
      const { dataKey, passport } = opened.value
      desks.opened(userId)
      return { ok: true, value: { dataKey: Buffer.from(dataKey).toString('base64'), passport } }
    },
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
