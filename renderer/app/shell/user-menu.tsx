import { Menu, SegmentedControl } from '@mantine/core'
import { IconChevronDown, IconKeyboard, IconLock, IconLogout, IconPassword } from '@tabler/icons-react'
import { useState } from 'react'
import { PinSettings } from '#renderer/features/auth/pin-settings.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { LanguageSwitch, ThemeSwitch } from '#renderer/ui/look-switches.tsx'
import { initialsOf, shortName } from '#renderer/ui/person-initials.ts'
import { useSheets } from '../call/call-flow-context.ts'
import { phaseOf } from '../call/call-sheet.ts'
import { useDesk } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'
import { type Density, usePreferences } from '../preferences.ts'

/** Who works here, and how the desk looks to them. */
export function UserMenu() {
  const t = useText('shell')
  const { workplace, session, info, navigation } = useDesk()
  const { density, setDensity } = usePreferences()
  const { user } = workplace
  const [isPinOpen, setIsPinOpen] = useState(false)
  const isTalking = useSheets().some((sheet) => phaseOf(sheet) !== 'wrapUp')
  return (
    <>
      <Menu closeOnItemClick={false} width="22rem" withinPortal trapFocus={false}>
        <Menu.Target>
          <button type="button" className="user-button">
            <span className="initials" aria-hidden>
              {initialsOf(user.name)}
            </span>
            <span className="user-button__name">{shortName(user.name)}</span>
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className="user-menu__head">
            <strong>{user.name}</strong>
            <span className="soft">
              {t(`role.${user.role}`)} · {user.orgName}
            </span>
          </div>
          <Menu.Divider />
          <div className="user-menu__choice">
            {t('menu.language')}
            <LanguageSwitch />
          </div>
          <div className="user-menu__choice">
            {t('menu.theme')}
            <ThemeSwitch />
          </div>
          <div className="user-menu__choice">
            {t('menu.density')}
            <SegmentedControl
              size="xs"
              aria-label={t('menu.density')}
              value={density}
              onChange={(value) => setDensity(value as Density)}
              data={[
                { value: 'normal', label: t('menu.density.normal') },
                { value: 'compact', label: t('menu.density.compact') },
              ]}
            />
          </div>
          <Menu.Divider />
          <Menu.Item
            closeMenuOnClick
            leftSection={<IconKeyboard size={16} />}
            rightSection={<KeyHint keys={DESK_KEYS.keySheet.shown} />}
            onClick={() => navigation.showKeySheet(true)}
          >
            {t('menu.keys')}
          </Menu.Item>
          <Menu.Item closeMenuOnClick leftSection={<IconPassword size={16} />} onClick={() => setIsPinOpen(true)}>
            {t('menu.pin')}
          </Menu.Item>
          <Menu.Item
            closeMenuOnClick
            leftSection={<IconLock size={16} />}
            rightSection={<KeyHint keys={DESK_KEYS.lock.shown} />}
            onClick={() => void session.lock('asked')}
          >
            {t('menu.lock')}
          </Menu.Item>
          <Menu.Item
            closeMenuOnClick
            leftSection={<IconLogout size={16} />}
            disabled={isTalking}
            onClick={() => void session.signOut()}
          >
            {t(isTalking ? 'menu.signOut.talking' : 'menu.signOut')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('menu.version', { version: info.version })}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
      <PinSettings store={session} info={info} isOpen={isPinOpen} onClose={() => setIsPinOpen(false)} />
    </>
  )
}
