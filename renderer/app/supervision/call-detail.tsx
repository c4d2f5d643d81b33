import { Button } from '@mantine/core'
import { IconCloudOff, IconUser } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { formatDuration, formatMoment, formatTime } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Section } from '#renderer/ui/panel.tsx'
import { type Call, type Trouble, talkSeconds } from '#shared/features/telephony/call.ts'
import { type CallLogDetail, callLogDetail } from '#shared/features/telephony/call-log.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { AnnouncementWord } from './announcement-word.tsx'
import { type CallPlayback, CallRecordingView } from './call-recording.tsx'
import { CallReviewSection } from './call-review.tsx'
import { Facts } from './facts.tsx'
import { useOnlineDetail } from './use-online.ts'
import { useThemeName } from './use-theme-name.ts'

interface CallDetailProps {
  readonly callId: CallId
  readonly onPerson: (personId: PersonId, callId: CallId) => void
}

/** One call: facts, every answer given by script, and what was registered. Opening it counts as a look at the person. */
export function CallDetail({ callId, onPerson }: CallDetailProps) {
  const t = useText('supervision')
  const telephony = useText('telephony')
  useLanguage()
  const playback = useRef<CallPlayback>(null)
  const { writes } = useDeskData()
  const query = useOnlineDetail('callDetail', ['call', 'scriptRun', 'appeal'], `/api/call-log/${callId}`, callLogDetail)
  const personId = query.data?.call.personId ?? null
  useEffect(() => {
    if (personId !== null) void writes.noteLook({ personId, why: 'callLog', callId })
  }, [writes, personId, callId])
  const detail = query.data
  if (detail === undefined)
    return query.isError ? (
      <EmptyState icon={IconCloudOff} title={t('failed.title')}>
        <Button size="xs" variant="default" onClick={() => void query.refetch()}>
          {t('failed.again')}
        </Button>
      </EmptyState>
    ) : null
  const { call } = detail
  const isTalk = call.answeredAt !== null
  return (
    <>
      <header className="sv-detail__head">
        <h2 className="sv-detail__title">
          {detail.personName ?? (call.remoteName || formatPhone(call.remoteNumber) || t('hidden.number'))}
        </h2>
        <p className="sv-soft digits">{formatPhone(call.remoteNumber)}</p>
        {call.personId === null ? null : (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconUser size={15} />}
            onClick={() => call.personId !== null && onPerson(call.personId, call.id)}
          >
            {t('detail.person')}
          </Button>
        )}
      </header>
      <CallFacts call={call} userName={detail.userName} />
      {isTalk ? (
        <Section title={telephony('playback.title')}>
          <CallRecordingView key={call.id} ref={playback} call={call} />
          {call.recording === undefined ? null : <AnnouncementWord call={call} runs={detail.runs} />}
        </Section>
      ) : null}
      <CallReviewSection key={call.id} call={call} playback={playback} />
      <ScriptAnswers runs={detail.runs} />
      <CallAppeals appeals={detail.appeals} />
    </>
  )
}

function CallFacts({ call, userName }: { readonly call: Call; readonly userName: string }) {
  const t = useText('supervision')
  const desk = useText('desk')
  const heldMs = call.holds.reduce((sum, hold) => sum + Date.parse(hold.to) - Date.parse(hold.from), 0)
  const waited = call.answeredAt === null ? null : (Date.parse(call.answeredAt) - Date.parse(call.offeredAt)) / 1000
  const quality = call.quality
  return (
    <Section title={t(`detail.call.${call.direction}`)}>
      <Facts
        facts={[
          [t('column.user'), userName],
          [t(call.direction === 'in' ? 'detail.offered' : 'detail.dialled'), formatMoment(call.offeredAt, Date.now())],
          [t('detail.source'), call.direction === 'in' ? t(`source.${call.source}`) : null],
          [t('detail.ended'), waited === null ? t(`result.${call.result}`) : null],
          [t('detail.waited'), waited === null ? null : formatDuration(waited)],
          [t('detail.talk'), call.answeredAt === null ? null : formatDuration(talkSeconds(call))],
          [t('detail.held'), heldMs === 0 ? null : formatDuration(heldMs / 1000)],
          [t('detail.endedBy'), call.endedBy === null ? null : t(`endedBy.${call.endedBy}`)],
          [
            t('detail.quality'),
            quality === null
              ? null
              : t('detail.quality.value', {
                  mos: quality.mos.toFixed(1),
                  loss: quality.lossPercent.toFixed(1),
                  jitter: Math.round(quality.jitterMs),
                }),
          ],
          [
            t('detail.troubles'),
            Object.entries(quality?.troubles ?? {})
              .map(([cause, seconds]) => t(`detail.trouble.${cause as Trouble}`, { seconds }))
              .join(', ') || null,
          ],
          [t('detail.outcome'), call.outcome === null ? t('noOutcome') : desk(`outcome.${call.outcome}`)],
          [t('detail.note'), call.note],
        ]}
      />
    </Section>
  )
}

function ScriptAnswers({ runs }: { readonly runs: CallLogDetail['runs'] }) {
  const t = useText('supervision')
  if (runs.length === 0)
    return (
      <Section title={t('detail.script')}>
        <p className="sv-soft">{t('detail.noScript')}</p>
      </Section>
    )
  return runs.map((run) => (
    <Section
      key={run.id}
      title={
        run.scriptTitle === null
          ? t('detail.script.unknown', { id: run.scriptId })
          : t('detail.script.version', { title: run.scriptTitle, version: run.scriptVersion })
      }
    >
      <ol className="sv-answers">
        {run.answers.map((answer) => (
          <li key={`${answer.nodeId}-${answer.at}`} className="sv-answer">
            <span className="sv-answer__time digits">{formatTime(answer.at)}</span>
            <span className="sv-answer__words">
              {answer.step === undefined ? null : <span className="sv-soft">{answer.step}</span>}
              <span>{answer.label || answer.value}</span>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  ))
}

function CallAppeals({ appeals }: { readonly appeals: CallLogDetail['appeals'] }) {
  const t = useText('supervision')
  const themeName = useThemeName()
  return (
    <Section title={t('detail.appeals')}>
      {appeals.length === 0 ? <p className="sv-soft">{t('detail.noAppeals')}</p> : null}
      {appeals.map((appeal) => (
        <article key={appeal.id} className="sv-appeal">
          <p className="sv-appeal__number digits">{appeal.number}</p>
          <p className="sv-soft">{themeName(appeal.themeCode)}</p>
          <p className="sv-text">{appeal.text}</p>
        </article>
      ))}
    </Section>
  )
}
