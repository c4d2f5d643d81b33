import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { type Language, switchLanguage, useLanguage, useText } from '#renderer/i18n/i18n.ts'

/** Names of languages are written in themselves, so that everyone finds their own. */
const LANGUAGE_NAMES: readonly { value: Language; label: string }[] = [
  { value: 'ru', label: 'Рус' },
  { value: 'en', label: 'Eng' },
]

export function LanguageSwitch() {
  const t = useText('shell')
  const language = useLanguage()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('menu.language')}
      data={[...LANGUAGE_NAMES]}
      value={language}
      onChange={(value) => void switchLanguage(value as Language)}
    />
  )
}

export function ThemeSwitch() {
  const t = useText('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('menu.theme')}
      data={[
        { value: 'light', label: t('menu.theme.light') },
        { value: 'dark', label: t('menu.theme.dark') },
        { value: 'auto', label: t('menu.theme.auto') },
      ]}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
    />
  )
}
