import { Button } from '@mantine/core'
import { IconCalendarDue, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { EMPTY_INFORMING } from '#renderer/features/preventive-care/informing-draft.ts'
import { InformingForm } from '#renderer/features/preventive-care/informing-form.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import { type InsuredPerson, mayBeInvited } from '#shared/features/insured-persons/person.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { informingSaid } from './call-flow.ts'
import { useCallFlow, useSheetKeeping } from './call-flow-context.ts'
import type { CallSheet } from './call-sheet.ts'

interface DueBarProps {
  readonly sheet: CallSheet
  readonly person: InsuredPerson
  readonly summary: RunSummary | null
}

/** Reminds to speak of the check-up while the person is on the line, and records what was answered (C6). */
export function DueBar({ sheet, person, summary }: DueBarProps) {
  const t = useText('desk')
  const words = useText('insuredPersons')
  const answers = useText('preventiveCare')
  const flow = useCallFlow()
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const { callId, informed } = sheet
  const keeping = useSheetKeeping(callId)
  const said = summary === null ? null : informingSaid(summary)
  const isOpen = sheet.informing !== null

  if (informed !== null) {
    return (
      <div className="due-bar">
        <IconCircleCheck size={18} aria-hidden />
        <span>{t('due.done', { answer: answers(`informing.result.${informed}`).toLocaleLowerCase() })}</span>
      </div>
    )
  }
  if (!mayBeInvited(person) && said === null) return null

  async function record(): Promise<void> {
    const done = await flow.inform(callId)
    setRefusals(done.ok ? [] : done.error)
    // A refusal needs its reason: the form opens with what the script knows already.
    if (!done.ok && sheet.informing === null)
      flow.step(callId, { type: 'informingDrafted', draft: said ?? EMPTY_INFORMING })
  }

  if (isOpen) {
    return (
      <InformingForm
        draft={sheet.informing ?? EMPTY_INFORMING}
        onChange={(draft) => flow.step(callId, { type: 'informingDrafted', draft })}
        refusals={refusals}
        keeping={keeping}
        onSave={() => void record()}
        onCancel={() => flow.step(callId, { type: 'informingDrafted', draft: null })}
      />
    )
  }
  const due = person.prevention.due
  return (
    <div className="due-bar">
      <IconCalendarDue size={18} aria-hidden />
      {said?.result ? (
        <span>{t('due.answered', { answer: answers(`informing.result.${said.result}`).toLocaleLowerCase() })}</span>
      ) : (
        <span className="due-bar__what">
          {t('due.say', { what: (due === 'none' ? '' : words(`prevention.due.${due}`)).toLocaleLowerCase() })}
          {person.prevention.quarter === null
            ? ''
            : `, ${words('prevention.quarter', { quarter: person.prevention.quarter })}`}
        </span>
      )}
      <span className="due-bar__actions">
        {said?.result ? (
          <Button size="compact-sm" onClick={() => void record()}>
            {answers('informing.save')}
          </Button>
        ) : null}
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => flow.step(callId, { type: 'informingDrafted', draft: said ?? EMPTY_INFORMING })}
        >
          {said?.result ? t('due.change') : t('due.record')}
        </Button>
      </span>
    </div>
  )
}
