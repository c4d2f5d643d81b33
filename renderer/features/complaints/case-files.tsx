import { Button } from '@mantine/core'
import { IconFileTypePdf, IconPhoto } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useText } from '#renderer/i18n/i18n.ts'
import { SavingWord, useSaving } from '#renderer/ui/saving-word.tsx'
import { attachFiles } from '#shared/features/complaints/case-opening.ts'
import type { CaseFile, ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import type { FileId } from '#shared/kernel/ids.ts'
import { useCaseFiles } from './case-files-context.ts'
import { FilePicker } from './file-picker.tsx'
import { FilePreview } from './file-preview.tsx'
import type { PickedFile } from './picked-file.ts'
import { useCaseCommand } from './use-case-command.ts'

interface CaseFilesProps {
  readonly theCase: ComplaintCase
  readonly newId: () => FileId
  readonly canWork: boolean
}

const KINDS = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const

/** Scans of a case: where each is by now, and a look at it. */
export function CaseFilesList({ theCase, newId, canWork }: CaseFilesProps) {
  const t = useText('complaints')
  const files = useCaseFiles()
  const command = useCaseCommand()
  const { saving, save: saveFile } = useSaving()
  const uploads = useStore(files.queue.state)
  const [present, setPresent] = useState<ReadonlySet<string> | null>(null)
  const [shown, setShown] = useState<{ readonly file: CaseFile; readonly content: Blob | null } | null>(null)
  const waitingCount = theCase.files.filter((file) => uploads.has(file.id)).length

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever an upload has ended
  useEffect(() => {
    let isCurrent = true
    void files.present(theCase.id).then((found) => isCurrent && setPresent(found))
    return () => {
      isCurrent = false
    }
  }, [files, theCase.id, theCase.files.length, waitingCount])

  async function add(picked: readonly PickedFile[]): Promise<void> {
    for (const { file, content } of picked) await files.queue.add(theCase.id, file, content)
    const isNamed = await command.run(attachFiles, { id: theCase.id, files: picked.map(({ file }) => file) })
    if (isNamed) void files.queue.trySending()
  }
  const contentOf = async (file: CaseFile): Promise<Blob | null> =>
    (await files.queue.contentOf(file.id)) ?? (await files.content(theCase.id, file.id))
  async function save(file: CaseFile): Promise<void> {
    const content = await contentOf(file)
    if (content === null) setShown({ file, content })
    else await saveFile({ content, name: file.name, kind: KINDS[file.type] })
  }
  const stateOf = (file: CaseFile): string => {
    const upload = uploads.get(file.id)
    if (upload === 'waiting') return t('files.waiting')
    if (upload === 'refused') return t('files.refused')
    if (upload !== undefined) return t('files.uploading', { percent: upload })
    // While the server cannot be asked nothing is claimed.
    return present === null ? '' : t(present.has(file.id) ? 'files.present' : 'files.elsewhere')
  }
  return (
    <>
      {theCase.files.length === 0 ? <p className="soft">{t('files.none')}</p> : null}
      <ul className="case-files">
        {theCase.files.map((file) => {
          const Glyph = file.type === 'application/pdf' ? IconFileTypePdf : IconPhoto
          return (
            <li key={file.id} className="case-file">
              <Glyph size={18} stroke={1.6} aria-hidden />
              <button
                type="button"
                className="link ellipsis"
                aria-label={t('files.open', { name: file.name })}
                onClick={() => void contentOf(file).then((content) => setShown({ file, content }))}
              >
                {file.name}
              </button>
              <span className="soft digits">{t('files.size', { size: Math.ceil(file.bytes / 1024) })}</span>
              <span className="soft" role="status">
                {stateOf(file)}
              </span>
              <Button
                size="compact-xs"
                variant="subtle"
                disabled={saving.phase === 'asking'}
                onClick={() => void save(file)}
              >
                {t('files.save')}
              </Button>
            </li>
          )
        })}
      </ul>
      <SavingWord saving={saving} />
      {shown === null ? null : <FilePreview key={shown.file.id} {...shown} onClose={() => setShown(null)} />}
      {command.others.map((message) => (
        <p key={message} className="field__message" role="alert">
          {message}
        </p>
      ))}
      {canWork ? <FilePicker newId={newId} onPicked={(picked) => void add(picked)} /> : null}
    </>
  )
}
