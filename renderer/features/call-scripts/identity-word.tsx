import { IconShieldCheck, IconShieldQuestion, IconUserQuestion } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { IdentityLevel } from '#shared/features/call-scripts/identity.ts'

/** Who has been made sure of so far, always in sight: what may be said hangs on it (323-ФЗ ст. 13). */
export function IdentityWord({ level }: { readonly level: IdentityLevel }) {
  const t = useText('callScripts')
  const icon = { anyone: IconUserQuestion, named: IconShieldQuestion, checked: IconShieldCheck }[level]
  return (
    <StateChip tone={level === 'checked' ? 'accent' : 'neutral'} icon={icon} title={t(`identity.${level}.title`)}>
      {t(`identity.${level}`)}
    </StateChip>
  )
}

/** Stands before a step that was jumped to past the check: what concerns the person is left unsaid in it. */
export function IdentityWarning({ needed }: { readonly needed: Exclude<IdentityLevel, 'anyone'> }) {
  const t = useText('callScripts')
  return (
    <Notice icon={IconShieldQuestion} tone="urgent" title={t(`identity.needs.${needed}`)} role="alert">
      {t('identity.needs.body')}
    </Notice>
  )
}
