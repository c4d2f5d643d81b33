import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useHost } from '#renderer/platform/host-context.ts'
import { type FileToSave, saveFile } from '#renderer/platform/save-file.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** Where the saving of a file is. What was cancelled is `idle` again: the person knows. */
export type Saving =
  | { readonly phase: 'idle' | 'asking' }
  | { readonly phase: 'saved'; readonly name: string; readonly id: number }
  | { readonly phase: 'failed'; readonly refusal: Refusal }

/** Saves files through the host and keeps what came of the last one, for `SavingWord`. */
export function useSaving(): { readonly saving: Saving; readonly save: (file: FileToSave) => Promise<void> } {
  const host = useHost()
  const [saving, setSaving] = useState<Saving>({ phase: 'idle' })
  async function save(file: FileToSave): Promise<void> {
    setSaving({ phase: 'asking' })
    const answer = await saveFile(host, file)
    if (!answer.ok) setSaving({ phase: 'failed', refusal: answer.error })
    else if (answer.value.outcome === 'saved') setSaving({ phase: 'saved', ...answer.value })
    else setSaving({ phase: 'idle' })
  }
  return { saving, save }
}

/** Says beside its button what came of saving: where the file is, or why it is not there and what to do. */
export function SavingWord({ saving }: { readonly saving: Saving }) {
  const t = useText('hostFiles')
  const host = useHost()
  if (saving.phase === 'failed') return <RefusalWord refusal={saving.refusal} />
  if (saving.phase !== 'saved') return null
  const { name, id } = saving
  return (
    <p className="saved-word" role="status">
      <IconCircleCheck size={14} stroke={1.9} aria-hidden />
      <span>
        {t('saved', { name })}{' '}
        <button type="button" className="link" onClick={() => void host.files.showInFolder({ id })}>
          {t('showInFolder')}
        </button>
      </span>
    </p>
  )
}

/** Why the host did not save or print, and what to do. */
export function RefusalWord({ refusal }: { readonly refusal: Refusal }) {
  return (
    <p className="field__message" role="alert">
      <IconAlertCircle size={14} stroke={1.9} aria-hidden />
      <span>{refusalText(refusal)}</span>
    </p>
  )
}
