import { Button } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { draftsForYou } from '#renderer/features/call-scripts/drafts-for-you.ts'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { Panel } from '#renderer/ui/panel.tsx'
import { useDesk } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import { useDrafts } from '../scripts/use-scripts.ts'
import { Count } from './count.tsx'

/** Drafts of scripts that wait for this person's word; nothing where nobody looks at scripts, or none waits (REQUIREMENTS S10). */
export function ScriptsForYou() {
  const desk = useDesk()
  return may(desk, 'script.look') ? <Waiting /> : null
}

function Waiting() {
  const t = useText('scriptEditor')
  useLanguage()
  const desk = useDesk()
  const actor = {
    userId: desk.workplace.user.id,
    mayWrite: may(desk, 'script.write'),
    mayApprove: may(desk, 'script.approve'),
  }
  const waiting = draftsForYou(useDrafts().data?.drafts ?? [], actor)
  if (waiting.length === 0) return null
  return (
    <Panel className="panel--whole" title={t('forYou')} aside={<Count count={waiting.length} />}>
      <ul className="inbox">
        {waiting.map(({ draft, call }) => (
          <li key={draft.id} className="inbox__row">
            <IconRoute size={15} stroke={1.8} aria-hidden />
            <span className="inbox__what">{t(`forYou.${call}`)}</span>
            <span className="inbox__about ellipsis" lang="ru">
              {draft.title}
            </span>
            <time className="digits soft" dateTime={draft.changedAt}>
              {formatMoment(draft.changedAt, Date.now())}
            </time>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('forYou.open', { title: draft.title })}
              onClick={() => desk.navigation.go({ kind: 'scriptDraft', draftId: draft.id })}
            >
              {t('list.open')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
