import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'

/** Scripts in force from which the representative may choose another for this talk. */
export interface ScriptChoice {
  readonly scripts: readonly { readonly id: string; readonly title: string }[]
  readonly onChoose: (id: string) => void
}

interface ScriptMenuProps {
  readonly current: { readonly id: string; readonly title: string }
  readonly choice: ScriptChoice
}

/** The name of the script, and the way to another one: answers given so far are recorded first. */
export function ScriptMenu({ current, choice }: ScriptMenuProps) {
  const t = useText('callScripts')
  return (
    <Menu withinPortal position="bottom-start">
      <h2 className="player__title player__title--choice">
        <Menu.Target>
          <button type="button" className="player__choose" title={t('script.choose')}>
            <span className="ellipsis">{current.title}</span>
            <IconChevronDown size={14} aria-hidden />
            <span className="unseen">{t('script.choose')}</span>
          </button>
        </Menu.Target>
      </h2>
      <Menu.Dropdown lang="ru">
        {choice.scripts.map((script) => (
          <Menu.Item key={script.id} disabled={script.id === current.id} onClick={() => choice.onChoose(script.id)}>
            {script.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
