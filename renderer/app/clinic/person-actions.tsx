import { Button } from '@mantine/core'
import { IconAddressBook, IconBell, IconCalendarPlus, IconHeartHandshake } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'
import './clinic.css'

/** What can be done for the person on the card, between calls. */
export function PersonActions({ personId }: { readonly personId: PersonId }) {
  const t = useText('insuredPersons')
  const { navigation } = useDesk()
  const actions = [
    { kind: 'informing', icon: IconBell, key: null },
    { kind: 'visit', icon: IconCalendarPlus, key: DESK_KEYS.visit },
    { kind: 'assist', icon: IconHeartHandshake, key: DESK_KEYS.assist },
    { kind: 'personData', icon: IconAddressBook, key: DESK_KEYS.personData },
  ] as const
  return (
    <div className="person-actions">
      {actions.map(({ kind, icon: Glyph, key }) => (
        <Button
          key={kind}
          size="compact-sm"
          variant="default"
          leftSection={<Glyph size={14} />}
          {...(key === null ? {} : { title: key.shown, 'aria-keyshortcuts': key.aria })}
          onClick={() => navigation.go({ kind, personId })}
        >
          {t(`person.${kind}`)}
        </Button>
      ))}
    </div>
  )
}
