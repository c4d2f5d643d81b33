import type { HostHandlers } from '#shared/ipc/contract.ts'
import type { OpenDesks } from '../vault/open-desks.ts'
import type { SealedFiles } from '../vault/sealed-files.ts'
import type { SecretBox } from '../vault/secret-box.ts'

/**
 * Refresh tokens, one for each user, sealed by the operating system. Where it cannot seal, they stay in memory: the operator signs
 * in again after the next start, and nothing readable is left on the disk.
 */
export function tokenHandlers(secrets: SecretBox, files: SealedFiles, desks: OpenDesks): HostHandlers['tokens'] {
  const inMemory = new Map<string, string>()
  return {
    save: async ({ userId, refreshToken }) => {
      if (await secrets.isAvailable()) await files.write(userId, await secrets.seal(refreshToken))
      else inMemory.set(userId, refreshToken)
      desks.opened(userId)
      return null
    },
    load: async ({ userId }) => {
      if (!desks.isOpen(userId)) return { refreshToken: null }
      if (!(await secrets.isAvailable())) return { refreshToken: inMemory.get(userId) ?? null }
      const sealed = await files.read(userId)
      const opened = sealed && (await secrets.open(sealed))
      if (opened?.isStale) await files.write(userId, await secrets.seal(opened.text))
      return { refreshToken: opened?.text ?? null }
    },
    clear: async ({ userId }) => {
      inMemory.delete(userId)
      await files.remove(userId)
      return null
    },
  }
}
