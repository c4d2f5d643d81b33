import { Modal } from '@mantine/core'
import type { KeyOf } from '#renderer/i18n/catalogue.ts'
import type { TextsOf } from '#renderer/i18n/catalogues.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'

type Word = Extract<KeyOf<TextsOf<'shell'>>, `key.${string}`>
type Group = Extract<KeyOf<TextsOf<'shell'>>, `keys.group.${string}`>

const GROUPS: readonly { readonly group: Group; readonly keys: readonly (readonly [Word, string])[] }[] = [
  {
    group: 'keys.group.everywhere',
    keys: [
      ['key.search', DESK_KEYS.search.shown],
      ['key.palette', DESK_KEYS.palette.shown],
      ['key.newAppeal', DESK_KEYS.newAppeal.shown],
      ['key.focusWork', DESK_KEYS.focusWork.shown],
      ['key.focusTask', DESK_KEYS.focusTask.shown],
      ['key.focusPerson', DESK_KEYS.focusPerson.shown],
      ['key.clinics', DESK_KEYS.clinics.shown],
      ['key.visit', DESK_KEYS.visit.shown],
      ['key.assist', DESK_KEYS.assist.shown],
      ['key.personData', DESK_KEYS.personData.shown],
      ['key.knowledge', DESK_KEYS.knowledge.shown],
      ['key.insert', '::'],
      ['key.sync', DESK_KEYS.sync.shown],
      ['key.lock', DESK_KEYS.lock.shown],
      ['key.sheet', DESK_KEYS.keySheet.shown],
    ],
  },
  {
    group: 'keys.group.call',
    keys: [
      ['key.answer', 'Alt+A'],
      ['key.hangUp', 'Alt+E'],
      ['key.hold', 'Alt+H'],
      ['key.mute', 'Alt+M'],
      ['key.dial', 'Alt+D'],
      ['key.redial', 'Alt+U'],
      ['key.pauseRecording', 'Alt+R'],
      ['key.ready', 'Alt+G'],
      ['key.callBack', DESK_KEYS.callBack.shown],
      ['key.callMissed', DESK_KEYS.callMissed.shown],
    ],
  },
  {
    group: 'keys.group.script',
    keys: [
      ['key.option', '1…9'],
      ['key.next', 'Enter'],
    ],
  },
  {
    group: 'keys.group.wrapUp',
    keys: [
      ['key.outcome', '1…9'],
      ['key.confirm', 'Enter'],
      ['key.extend', '+'],
    ],
  },
]

/** All keys on one page, opened with `?`. */
export function KeySheet() {
  const t = useText('shell')
  const { navigation } = useDesk()
  const isOpen = useNavigation((state) => state.isKeySheetOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={() => navigation.showKeySheet(false)}
      title={t('keys.title')}
      size="42rem"
      closeButtonProps={{ 'aria-label': t('keys.close') }}
    >
      <div className="key-sheet">
        {GROUPS.map(({ group, keys }) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {keys.map(([word, shown]) => (
                <div key={word} style={{ display: 'contents' }}>
                  <dt>{t(word)}</dt>
                  <dd>{shown === '+' ? <kbd>+</kbd> : <KeyHint keys={shown} />}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="soft">{t('keys.hint')}</p>
    </Modal>
  )
}
