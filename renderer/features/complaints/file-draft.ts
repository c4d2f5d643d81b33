import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import type { CaseFile } from '#shared/features/complaints/complaint-case.ts'
import type { PickedFile } from './picked-file.ts'

const DRAFTS = 'complaints/picked/'

interface KeptFile {
  readonly file: CaseFile
  readonly content: string
}

/** Scans that were picked for a letter which is not registered yet: kept encrypted like what is typed, so that a crash loses none. */
export interface PickedDrafts {
  load(): Promise<readonly PickedFile[]>
  keep(picked: PickedFile): Promise<void>
  drop(fileId: string): Promise<void>
}

export function pickedDrafts(drafts: DeskDrafts): PickedDrafts {
  return {
    async load() {
      const keys = await drafts.keys(DRAFTS)
      const kept = await Promise.all(keys.map((key) => drafts.load<KeptFile>(key)))
      return kept.flatMap((it) => (it === null ? [] : [{ file: it.file, content: blobOf(it.content, it.file.type) }]))
    },
    async keep({ file, content }) {
      await drafts.save(`${DRAFTS}${file.id}`, { file, content: await base64Of(content) } satisfies KeptFile)
    },
    drop: (fileId) => drafts.drop(`${DRAFTS}${fileId}`),
  }
}

/** Content as text, for drafts: they are kept as encrypted JSON. */
export async function base64Of(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

export function blobOf(content: string, type: string): Blob {
  return new Blob([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], { type })
}
