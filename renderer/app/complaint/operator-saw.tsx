import { IconHeadset } from '@tabler/icons-react'
import { formatDuration, formatMoment, formatTime } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { Section } from '#renderer/ui/panel.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { talkSeconds } from '#shared/features/telephony/call.ts'
import { callLogDetail } from '#shared/features/telephony/call-log.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'

/** The call out of which the appeal came: when, with whom, what was answered to the script, what the operator noted. Nothing is asked twice. */
export function OperatorSaw({ caseId }: { readonly caseId: AppealId }) {
  const t = useText('complaints')
  useLanguage()
  const asked = useOnlineDetail('case-call', ['call'], `/api/complaint-cases/${caseId}/call`, callLogDetail)
  if (asked.data === undefined)
    return asked.isError ? (
      <Section title={t('case.script')}>
        <p className="soft">{t('case.script.offline')}</p>
      </Section>
    ) : null
  const { call, userName, runs } = asked.data
  return (
    <Section
      title={t('case.script')}
      aside={
        <StateChip icon={IconHeadset} isPlain>
          {`${userName}, ${formatMoment(call.offeredAt, Date.now())}, ${formatDuration(talkSeconds(call))}`}
        </StateChip>
      }
    >
      {runs.flatMap((run) => run.answers).length === 0 ? <p className="soft">{t('case.script.none')}</p> : null}
      {runs.map((run) => (
        <ol key={run.id} className="entries">
          {run.answers.map((answer) => (
            <li key={`${answer.nodeId}${answer.at}`} className="entry__head">
              <time className="soft digits" dateTime={answer.at}>
                {formatTime(answer.at)}
              </time>
              {answer.step === undefined ? null : <span className="soft">{answer.step}</span>}
              <span>{answer.label || answer.value}</span>
            </li>
          ))}
        </ol>
      ))}
      {call.note === '' ? null : (
        <p className="entry__text">
          <span className="soft">{t('case.operator')}: </span>
          {call.note}
        </p>
      )}
    </Section>
  )
}
