import { Button, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { FileId } from '#shared/kernel/ids.ts'
import { type PickedFile, pickFile } from './picked-file.ts'

interface FilePickerProps {
  readonly newId: () => FileId
  readonly onPicked: (files: readonly PickedFile[]) => void
}

const ACCEPTED = 'application/pdf,image/jpeg,image/png'

/** Chooses scans; what cannot be taken is named with the reason. */
export function FilePicker({ newId, onPicked }: FilePickerProps) {
  const t = useText('complaints')
  const [problems, setProblems] = useState<readonly string[]>([])
  async function take(chosen: readonly File[]): Promise<void> {
    const picked = await Promise.all(chosen.map((file) => pickFile(file, newId)))
    setProblems(
      picked.flatMap((result, index) =>
        result.ok ? [] : result.error.map((refusal) => `${chosen[index]?.name ?? ''}: ${refusalText(refusal)}`),
      ),
    )
    const fine = picked.flatMap((result) => (result.ok ? [result.value] : []))
    if (fine.length > 0) onPicked(fine)
  }
  return (
    <div className="file-picker">
      <FileButton multiple accept={ACCEPTED} onChange={(files) => void take(files)}>
        {(props) => (
          <Button {...props} size="compact-sm" variant="default" leftSection={<IconPaperclip size={14} aria-hidden />}>
            {t('files.add')}
          </Button>
        )}
      </FileButton>
      <p className="field__hint">{t('files.hint')}</p>
      {problems.map((problem) => (
        <p key={problem} className="field__message" role="alert">
          {problem}
        </p>
      ))}
    </div>
  )
}
