import { fromBase64 } from '#renderer/db/bytes.ts'
import { deriveKeys } from '#renderer/db/cipher.ts'
import { closeStore, openStore, unseal } from '#renderer/db/handles.ts'
import { createDeskData } from '#renderer/sync/create-desk-data.ts'
import type { DeskData } from '#renderer/sync/desk-data.ts'
import type { AccessTokens } from '#renderer/sync/ports.ts'
import { createSyncStatusStore, type SyncStatusStore } from '#renderer/sync/sync-status-store.ts'
import type { SessionUser } from '#shared/features/auth/session.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { browserPorts } from './browser-ports.ts'
import { startCopyFiles } from './copy-in-worker.ts'
import { startPagedStore } from './paged-store-in-worker.ts'
import { takePreparedStore } from './prepared-store.ts'

export interface DeskDataOptions {
  /** Address of the central API without a slash at the end; empty for the origin that served the desk. */
  readonly apiUrl: string
  readonly user: SessionUser
  readonly deviceId: DeviceId
  /** 32 bytes in base64. */
  readonly dataKey: string
  /** Next command number by the server's count; null when the desk was opened without the server. */
  readonly expectedN: number | null
  readonly tokens: AccessTokens
  /** Whether this computer keeps the data key, so that the desk opens again without the server. */
  readonly survivesRestartOffline: boolean
}

export interface OpenDeskData {
  readonly data: DeskData
  readonly status: SyncStatusStore
  /** Stops the sync and closes the store; what waits stays on disk. */
  close(): Promise<void>
}

/**
 * Opens the local store of one user on this device and starts its sync. Resolves as soon as what is on disk can be read; the network is
 * not waited for.
 */
export async function openDeskData(options: DeskDataOptions): Promise<OpenDeskData> {
  const { user, deviceId } = options
  const [keys, prepared] = await Promise.all([
    deriveKeys(fromBase64(options.dataKey), deviceId),
    takePreparedStore(deviceId),
  ])
  // Without this a browser short of disk space may throw the store away. A refusal changes nothing.
  void navigator.storage.persist().catch(() => false)
  const copying = startCopyFiles(deviceId)
  const [pages, store] = await Promise.all([
    startPagedStore(keys, options.apiUrl),
    prepared ? unseal(prepared, keys, { copyFiles: copying }) : openStore(keys, { copyFiles: copying }),
  ])
  const status = createSyncStatusStore(options.survivesRestartOffline)
  const ports = browserPorts(deviceId, options.tokens)
  const data = await createDeskData({
    store,
    pages,
    actor: { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId },
    baseUrl: options.apiUrl,
    expectedN: options.expectedN,
    status,
    ports,
  })
  // The browser knows of a returned network before any pause has run out.
  const tryNow = (): void => void data.sync.tryNow()
  addEventListener('online', tryNow)
  return {
    data,
    status,
    async close() {
      removeEventListener('online', tryNow)
      await data.sync.stop()
      pages.stop()
      void copying.then((copyFiles) => copyFiles?.stop())
      closeStore(store)
    },
  }
}
