import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { requestTerm } from '#shared/features/complaints/case-terms.ts'
import type { ComplaintCase, RecordsRequest } from '#shared/features/complaints/complaint-case.ts'
import { pauseRequest, settleRequest } from '#shared/features/complaints/records-request-commands.ts'
import { ActionForm } from './action-form.tsx'
import { LEGAL } from './legal-data.ts'
import { useCaseCommand } from './use-case-command.ts'
import { WhyDate } from './why-date.tsx'

interface RecordsRequestsProps {
  readonly theCase: ComplaintCase
  readonly nameOfClinic: (id: string) => string
  readonly canWork: boolean
}

/** What clinics were asked for, with the term of each and what became of it. */
export function RecordsRequests({ theCase, nameOfClinic, canWork }: RecordsRequestsProps) {
  const t = useText('complaints')
  if (theCase.requests.length === 0) return <p className="soft">{t('request.none')}</p>
  return (
    <ul className="entries">
      {theCase.requests.map((request) => (
        <Request key={request.id} {...{ theCase, request, canWork }} clinic={nameOfClinic(request.clinicId)} />
      ))}
    </ul>
  )
}

interface RequestProps {
  readonly theCase: ComplaintCase
  readonly request: RecordsRequest
  readonly clinic: string
  readonly canWork: boolean
}

function Request({ theCase, request, clinic, canWork }: RequestProps) {
  const t = useText('complaints')
  const command = useCaseCommand()
  const [isPausing, setIsPausing] = useState(false)
  const term = requestTerm(request, LEGAL)
  const settle = (outcome: 'received' | 'notProvided'): void =>
    void command.run(settleRequest, { id: theCase.id, requestId: request.id, outcome, on: todayHere(Date.now()) })
  return (
    <li className="entry">
      <div className="entry__head">
        <strong>{clinic}</strong>
        <span className="soft digits">{formatDate(request.sentOn)}</span>
        {term === null ? null : <WhyDate term={term} metOn={request.settledOn} />}
      </div>
      <p className="entry__text">{request.what}</p>
      {request.pauses.map((pause) => (
        <p key={`${pause.from}${pause.to}`} className="soft">
          {t('request.paused', { from: formatDate(pause.from), to: formatDate(pause.to), reason: pause.reason })}
        </p>
      ))}
      {request.outcome === null ? null : (
        <p className="soft">
          {request.outcome === 'received'
            ? t('request.outcome.received', { date: formatDate(request.settledOn ?? request.sentOn) })
            : t('request.outcome.notProvided')}
        </p>
      )}
      {command.others.map((message) => (
        <p key={message} className="field__message" role="alert">
          {message}
        </p>
      ))}
      {request.outcome !== null || !canWork ? null : isPausing ? (
        <PauseForm {...{ theCase, request }} onDone={() => setIsPausing(false)} />
      ) : (
        <div className="entry__end">
          <Button size="compact-sm" variant="light" onClick={() => settle('received')}>
            {t('request.received')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => settle('notProvided')}>
            {t('request.notProvided')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setIsPausing(true)}>
            {t('request.pause')}
          </Button>
        </div>
      )}
    </li>
  )
}

function PauseForm({
  theCase,
  request,
  onDone,
}: Pick<RequestProps, 'theCase' | 'request'> & { readonly onDone: () => void }) {
  const t = useText('complaints')
  const command = useCaseCommand(['from', 'to', 'reason'])
  const today = todayHere(Date.now())
  const [pause, setPause] = useState({ from: request.sentOn, to: today, reason: '' })
  const save = async (): Promise<void> => {
    if (await command.run(pauseRequest, { id: theCase.id, requestId: request.id, ...pause })) onDone()
  }
  return (
    <ActionForm
      title={t('request.pause')}
      submit={t('do.save')}
      others={command.others}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <DateField
        label={t('request.pause.from')}
        value={pause.from}
        onDate={(date) => setPause({ ...pause, from: date })}
        error={command.problemOf('from')}
      />
      <DateField
        label={t('request.pause.to')}
        value={pause.to}
        onDate={(date) => setPause({ ...pause, to: date })}
        error={command.problemOf('to')}
      />
      <TextInput
        className="step-form__wide"
        label={t('request.pause.reason')}
        value={pause.reason}
        onChange={(event) => setPause({ ...pause, reason: event.currentTarget.value })}
        error={command.problemOf('reason')}
      />
    </ActionForm>
  )
}
