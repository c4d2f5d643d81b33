import { IconPencil, IconUserCheck } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { useDrafts } from './use-scripts.ts'
import '#renderer/features/call-scripts/scripts-page.css'

/** What is being written or waits for a second person, in the left zone: one press away from anywhere. */
export function OpenDrafts() {
  const t = useText('scriptEditor')
  const { navigation } = useDesk()
  const drafts = useDrafts().data?.drafts
  const opened = useNavigation(({ task }) => (task.kind === 'scriptDraft' ? task.draftId : null))
  if (drafts === undefined) return null
  if (drafts.length === 0) return <p className="open-drafts__none">{t('drafts.none')}</p>
  return (
    <ul className="open-drafts" aria-label={t('drafts')}>
      {drafts.map((draft) => (
        <li key={draft.id}>
          <button
            type="button"
            aria-current={draft.id === opened ? 'page' : undefined}
            onClick={() => navigation.go({ kind: 'scriptDraft', draftId: draft.id })}
          >
            <span className="open-drafts__title ellipsis" lang="ru">
              {draft.title}
            </span>
            <span className="open-drafts__state">
              {draft.state === 'draft' ? <IconPencil size={13} aria-hidden /> : <IconUserCheck size={13} aria-hidden />}
              {t(`state.${draft.state}`)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
