import { useText } from '#renderer/i18n/i18n.ts'
import type { SpokenField } from '#shared/features/call-scripts/script.ts'
import { type RawValues, speak } from '#shared/features/call-scripts/speak.ts'

interface SpokenTextProps {
  readonly text: string
  readonly fields: Readonly<Record<string, SpokenField>>
  readonly values: RawValues
}

/**
 * Words to be read aloud, in one voice wherever they stand. Scripts are Russian whatever the language of the interface, so the
 * language is marked: a screen reader must not read them with an English voice.
 */
export function SpokenText({ text, fields, values }: SpokenTextProps) {
  const t = useText('callScripts')
  return (
    <p className="spoken" lang="ru">
      {speak(text, fields, values).map((part, index) =>
        part.isNeutral ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line never change places
          <span key={index} className="spoken__neutral" title={t('neutral.title')}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </p>
  )
}
