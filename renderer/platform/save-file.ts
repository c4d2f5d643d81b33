import type { HostBridge } from '#shared/ipc/contract.ts'
import { type FileKind, SAVED_FILE_BYTES_MAX } from '#shared/ipc/saved-file.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'

const MIB = 1024 * 1024

export interface FileToSave {
  readonly content: Blob
  /** A suggestion; the person may choose another. */
  readonly name: string
  readonly kind: FileKind
}

/** What the host did with a file (`files.save` of the contract). */
export type SaveOutcome = Extract<Awaited<ReturnType<HostBridge['files']['save']>>, { ok: true }>['value']

/** Saves a file where the person says. Never throws: whatever the host cannot do is a refusal with a code. */
export async function saveFile(
  host: Pick<HostBridge, 'files'>,
  { content, name, kind }: FileToSave,
): Promise<Result<SaveOutcome, Refusal>> {
  if (content.size > SAVED_FILE_BYTES_MAX)
    return err(refuse('files.tooLarge', undefined, { max: SAVED_FILE_BYTES_MAX / MIB }))
  try {
    const bytes = new Uint8Array(await content.arrayBuffer())
    const answer = await host.files.save({ name, kind, bytes })
    return answer.ok ? ok(answer.value) : err(refuse(answer.error.code))
  } catch {
    // The host has written the reason into its log.
    return err(refuse('files.failed'))
  }
}

/** Prints the page as its print style shows it. Null when the dialogue is gone, whatever was chosen in it. Never throws. */
export async function printPage(host: Pick<HostBridge, 'print'>, pageSize: 'A4' | 'A5'): Promise<Refusal | null> {
  try {
    const answer = await host.print.page({ pageSize })
    return answer.ok ? null : refuse(answer.error.code)
  } catch {
    return refuse('print.failed')
  }
}
