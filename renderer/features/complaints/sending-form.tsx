import { Button, Select } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { recordSending } from '#shared/features/complaints/answer-commands.ts'
import type { ComplaintCase, NoticeKind, SendingWay } from '#shared/features/complaints/complaint-case.ts'
import { recordNoticeSending } from '#shared/features/complaints/notice-commands.ts'
import { WAYS } from './letter-parts.tsx'
import { useCaseCommand } from './use-case-command.ts'

interface SendingFormProps {
  readonly theCase: ComplaintCase
  /** Null is the answer. */
  readonly kind: NoticeKind | null
  readonly way: SendingWay
}

/** Notes on which day and in which way an approved letter has gone out. */
export function SendingForm({ theCase, kind, way: planned }: SendingFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['on', 'way'])
  const [way, setWay] = useState<SendingWay>(planned)
  const [on, setOn] = useState(todayHere(Date.now()))
  return (
    <form
      autoComplete="off"
      className="step-form"
      aria-label={t('answer.send')}
      onSubmit={(event) => {
        event.preventDefault()
        const sent = { id: theCase.id, way, on }
        void (kind === null ? command.run(recordSending, sent) : command.run(recordNoticeSending, { ...sent, kind }))
      }}
    >
      <div className="step-form__fields">
        <Select
          label={t('answer.way')}
          data={WAYS.map((it) => ({ value: it, label: t(`answer.way.${it}`) }))}
          value={way}
          allowDeselect={false}
          onChange={(chosen) => setWay(chosen as SendingWay)}
        />
        <DateField
          label={t('answer.sentOn')}
          value={on}
          onDate={(date) => setOn(date)}
          error={command.problemOf('on') ?? command.others[0] ?? null}
        />
      </div>
      <div className="step-form__end">
        <Button type="submit" leftSection={<IconSend size={16} aria-hidden />}>
          {t('answer.send')}
        </Button>
      </div>
    </form>
  )
}
