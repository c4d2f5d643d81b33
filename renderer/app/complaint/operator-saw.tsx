import { IconHeadset } from '@tabler/icons-react'
import { formatDuration, formatMoment, formatTime } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { Section } from '#renderer/ui/panel.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { preventionState } from '#shared/features/insured-persons/person.ts'
import { talkSeconds } from '#shared/features/telephony/call.ts'
import { type CallLogDetail, callLogDetail } from '#shared/features/telephony/call-log.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'

interface OperatorSawProps {
  readonly caseId: AppealId
  readonly dueSeen: Appeal['dueSeen']
}

/**
 * The call out of which the appeal came: when, with whom, what was due, what was answered to the script, what the operator noted. Nothing
 * is asked twice. What was due travels with the appeal and is there offline too; the call is kept by the server.
 */
export function OperatorSaw({ caseId, dueSeen }: OperatorSawProps) {
  const t = useText('complaints')
  useLanguage()
  const asked = useOnlineDetail('case-call', ['call'], `/api/complaint-cases/${caseId}/call`, callLogDetail)
  const { data } = asked
  return (
    <Section
      title={t('case.script')}
      aside={
        data === undefined ? null : (
          <StateChip icon={IconHeadset} isPlain>
            {`${data.userName}, ${formatMoment(data.call.offeredAt, Date.now())}, ${formatDuration(talkSeconds(data.call))}`}
          </StateChip>
        )
      }
    >
      {dueSeen === undefined ? null : <DueThen seen={dueSeen} />}
      {data === undefined ? (
        asked.isError ? (
          <p className="soft">{t('case.script.offline')}</p>
        ) : null
      ) : (
        <TalkThen talk={data} />
      )}
    </Section>
  )
}

function DueThen({ seen }: { readonly seen: NonNullable<Appeal['dueSeen']> }) {
  const t = useText('complaints')
  const words = useText('insuredPersons')
  const state = preventionState.safeParse(seen.state)
  const parts = [
    seen.due === 'none' ? words('prevention.due.none', { year: seen.year }) : words(`prevention.kind.${seen.due}`),
    seen.due === 'none' || seen.quarter === null ? null : words('prevention.quarter', { quarter: seen.quarter }),
    seen.due === 'none' || !state.success ? null : words(`prevention.state.${state.data}`),
  ]
  return (
    <p className="entry__text">
      <span className="soft">{t('case.dueThen')}: </span>
      {parts.filter((part) => part !== null).join(', ')}
    </p>
  )
}

function TalkThen({ talk: { call, runs } }: { readonly talk: CallLogDetail }) {
  const t = useText('complaints')
  return (
    <>
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
    </>
  )
}
