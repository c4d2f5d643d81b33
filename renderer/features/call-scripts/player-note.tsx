import { Button } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { PhraseTextarea } from '#renderer/ui/phrase-textarea.tsx'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { UNTOLD_FORM } from '#renderer/ui/untold-form.tsx'

/** The note of the call, which the wrap-up shows and keeps. */
export interface CallNote {
  readonly text: string
  /** Longest note, in UTF-16 code units. */
  readonly max: number
  readonly onChange: (text: string) => void
}

interface PlayerNoteProps {
  readonly note: CallNote
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>
  readonly isOpen: boolean
  readonly onOpen: () => void
  /** The field is left: the focus goes back to the step. */
  readonly onLeave: () => void
}

/** A note at any step, without leaving it: one key opens it, Escape goes back to the script. */
export function PlayerNote({ note, fieldRef, isOpen, onOpen, onLeave }: PlayerNoteProps) {
  const t = useText('callScripts')
  const limit = useTextLimit(note.max, note.onChange)
  const [wantsFocus, setWantsFocus] = useState(false)
  useEffect(() => {
    if (isOpen && wantsFocus) fieldRef.current?.focus()
  }, [isOpen, wantsFocus, fieldRef])
  if (!isOpen && note.text === '') {
    return (
      <Button
        className="player__note-open"
        variant="subtle"
        size="compact-sm"
        leftSection={<IconNote size={15} aria-hidden />}
        rightSection={<KeyHint keys="N" />}
        aria-keyshortcuts="N"
        onClick={() => {
          setWantsFocus(true)
          onOpen()
        }}
      >
        {t('note')}
      </Button>
    )
  }
  return (
    <PhraseTextarea
      form={UNTOLD_FORM}
      ref={fieldRef}
      aria-label={t('note')}
      aria-keyshortcuts="N"
      placeholder={t('note.placeholder')}
      autosize
      minRows={1}
      maxRows={3}
      dir="auto"
      value={note.text}
      {...limit.guard}
      error={limit.refusal === null ? null : refusalText(limit.refusal)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onLeave()
      }}
    />
  )
}
