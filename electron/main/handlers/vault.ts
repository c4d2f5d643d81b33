import type { HostHandlers } from '#shared/ipc/contract.ts'
import type { Vault } from '../vault/vault.ts'

/** The vault on the wire: keys travel as base64. */
export function vaultHandlers(vault: Vault): HostHandlers['vault'] {
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
      return { ok: true, value: { dataKey: Buffer.from(dataKey).toString('base64'), passport } }
    },
    forget: async ({ userId }) => {
      await vault.forget(userId)
      return null
    },
  }
}
