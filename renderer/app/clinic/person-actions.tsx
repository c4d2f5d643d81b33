import { ActionIcon, Tooltip } from '@mantine/core'
import { IconAddressBook, IconBell, IconCalendarPlus, IconHeartHandshake } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'

/** What can be done for the person on the card, between calls. */
export function PersonActions({ personId }: { readonly personId: PersonId }) {
  const t = useText('insuredPersons')
  const { navigation } = useDesk()
  const actions = [
    { kind: 'informing', label: t('person.inform'), icon: IconBell, key: null },
    { kind: 'visit', label: t('person.visit'), icon: IconCalendarPlus, key: DESK_KEYS.visit },
    { kind: 'assist', label: t('person.assist'), icon: IconHeartHandshake, key: DESK_KEYS.assist },
    { kind: 'personData', label: t('data.open'), icon: IconAddressBook, key: DESK_KEYS.personData },
  ] as const
  return actions.map(({ kind, label, icon: Glyph, key }) => (
    <Tooltip key={kind} label={key === null ? label : `${label} (${key.shown})`}>
      <ActionIcon
        variant="default"
        aria-label={label}
        {...(key === null ? {} : { 'aria-keyshortcuts': key.aria })}
        onClick={() => navigation.go({ kind, personId })}
      >
        <Glyph size={16} />
      </ActionIcon>
    </Tooltip>
  ))
}
