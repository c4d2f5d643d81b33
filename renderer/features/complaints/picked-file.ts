import { type CaseFile, caseFile } from '#shared/features/complaints/complaint-case.ts'
import { type Refusal, refusalsOf } from '#shared/kernel/errors.ts'
import type { FileId } from '#shared/kernel/ids.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'

/** A file chosen on this computer: what the case will name, and its content. */
export interface PickedFile {
  readonly file: CaseFile
  readonly content: Blob
}

/** Names a chosen file with its checksum. Type and size are refused here, before anything is promised. */
export async function pickFile(
  chosen: Blob & { readonly name: string },
  newId: () => FileId,
): Promise<Result<PickedFile, readonly Refusal[]>> {
  const named = { id: newId(), name: chosen.name.slice(-160), type: chosen.type, bytes: chosen.size }
  const early = caseFile.omit({ sha256: true }).safeParse(named)
  if (!early.success) return err(refusalsOf(early.error))
  const sha256 = await sha256Of(await chosen.arrayBuffer())
  return ok({ file: { ...early.data, sha256 }, content: chosen })
}

async function sha256Of(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
