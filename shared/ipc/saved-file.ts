import { z } from 'zod'

/** What the desk saves, by the ending of the file's name. Nothing that a system would start. */
export const fileKind = z.enum(['xlsx', 'csv', 'docx', 'pdf', 'jpg', 'png', 'json'])
export type FileKind = z.infer<typeof fileKind>

/** Largest file that is saved at once, in bytes: more than the largest scan (20 MiB) and any report. */
export const SAVED_FILE_BYTES_MAX = 32 * 1024 * 1024

/** Longest suggested name without its ending, in UTF-16 code units: 240 bytes in Cyrillic, where a file system takes 255. */
const NAME_MAX = 120
const OTHER_ENDINGS: Partial<Record<FileKind, string>> = { jpg: 'jpeg' }
/** Control characters, and what turns the direction of writing: `report\u202Excod.exe` must not read as a document. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
/** Separators of paths, and what Windows does not take in names. */
const UNFIT = /[\\/:*?"<>|]/g
/** Devices of Windows, with whatever ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** Whether a name ends as files of this kind do. */
export function hasEnding(name: string, kind: FileKind): boolean {
  const lower = name.toLowerCase()
  return [kind, OTHER_ENDINGS[kind]].some((ending) => ending !== undefined && lower.endsWith(`.${ending}`))
}

/**
 * A name which every file system takes and which cannot lead out of a folder, with the ending of its kind.
 * @param untitled what stands where nothing usable is left
 */
export function fileNameOf(suggested: string, kind: FileKind, untitled: string): string {
  const stem = hasEnding(suggested, kind) ? suggested.slice(0, suggested.lastIndexOf('.')) : suggested
  const ending = hasEnding(suggested, kind) ? suggested.slice(suggested.lastIndexOf('.')) : `.${kind}`
  const clean = stem
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(UNFIT, '_')
    .slice(0, NAME_MAX)
    // A half of a character may be left by the cut.
    .replace(UNSEEN, '')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const safe = DEVICE.test(clean) ? `_${clean}` : clean
  return `${safe || untitled}${ending}`
}
