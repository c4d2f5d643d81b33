import type { HostHandlers } from '#shared/ipc/contract.ts'
import { uuid } from '#shared/kernel/ids.ts'
import type { SealedFiles } from '../vault/sealed-files.ts'

const NAME = 'installation'

/** The id of this installation: read, or taken over from an older desk, or made once; never answered before it is on disk. */
export function installationOf(
  files: Pick<SealedFiles, 'read' | 'write'>,
  makeUuid: () => string,
): HostHandlers['app']['installation'] {
  let decided: Promise<string> | null = null

  async function decide(known: string | null): Promise<string> {
    const kept = uuid.safeParse(Buffer.from((await files.read(NAME)) ?? []).toString())
    if (kept.success) return kept.data
    const made = known ?? makeUuid()
    await files.write(NAME, Buffer.from(made))
    return made
  }
  return async ({ known }) => {
    // Two questions at once must not make two ids; a write that failed is tried again.
    decided ??= decide(known).catch((error: unknown) => {
      decided = null
      throw error
    })
    return { installationId: await decided }
  }
}
