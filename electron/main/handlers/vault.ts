import type { HostHandlers } from '#shared/ipc/contract.ts'
import type { Vault } from '../vault/vault.ts'

/** The vault on the wire: keys travel as base64. */
export function vaultHandlers(vault: Vault): HostHandlers['vault'] {
  return {
    seal: ({ password, dataKey, ...user }) => vault.seal(user, password, Buffer.from(dataKey, 'base64')),
    list: () => vault.list(),
    open: async ({ userId, password }) => {
      const opened = await vault.open(userId, password)
      return opened.ok
        ? { ok: true, value: { dataKey: Buffer.from(opened.value).toString('base64') } }
        : { ok: false, error: opened.error }
    },
    forget: async ({ userId }) => {
      await vault.forget(userId)
      return null
    },
  }
}
