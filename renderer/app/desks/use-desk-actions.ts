import { useMantineColorScheme } from '@mantine/core'
import {
  IconBook2,
  IconCloudUp,
  IconHeadphones,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMoon,
} from '@tabler/icons-react'
import { switchLanguage, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDesk } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'
import type { PaletteAction } from '../shell/command-palette.tsx'

/** What Ctrl+K offers at the end of the list at every desk: what belongs to the desk itself and to no role. */
export function useDeskActions(): readonly PaletteAction[] {
  const desk = useText('desk')
  const shell = useText('shell')
  const language = useLanguage()
  const { toggleColorScheme } = useMantineColorScheme()
  const { navigation, session, knowledge, soft } = useDesk()
  const telephony = useText('telephony')
  return [
    ...(soft === null
      ? []
      : [{ id: 'checkPhone', label: telephony('check.offer'), icon: IconHeadphones, run: () => soft.check.open() }]),
    {
      id: 'sync',
      label: shell('key.sync'),
      icon: IconCloudUp,
      keys: DESK_KEYS.sync.shown,
      run: () => navigation.go({ kind: 'inbox' }),
    },
    {
      id: 'knowledge',
      label: shell('key.knowledge'),
      icon: IconBook2,
      keys: DESK_KEYS.knowledge.shown,
      run: () => knowledge.show(true),
    },
    {
      id: 'keys',
      label: shell('menu.keys'),
      icon: IconKeyboard,
      keys: DESK_KEYS.keySheet.shown,
      run: () => navigation.showKeySheet(true),
    },
    {
      id: 'language',
      label: desk('action.language'),
      icon: IconLanguage,
      run: () => void switchLanguage(language === 'ru' ? 'en' : 'ru'),
    },
    { id: 'theme', label: desk('action.theme'), icon: IconMoon, run: toggleColorScheme },
    {
      id: 'lock',
      label: shell('menu.lock'),
      icon: IconLock,
      keys: DESK_KEYS.lock.shown,
      run: () => void session.lock('asked'),
    },
    { id: 'signOut', label: shell('menu.signOut'), icon: IconLogout, run: () => void session.signOut() },
  ]
}
