import { Button, Select, TextInput } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PhraseTextarea } from '#renderer/ui/phrase-textarea.tsx'
import { askApproval } from '#shared/features/complaints/answer-commands.ts'
import { answerTerm } from '#shared/features/complaints/case-terms.ts'
import type { AnswerText, ComplaintCase, SendingWay } from '#shared/features/complaints/complaint-case.ts'
import { templateInForce } from '#shared/features/complaints/letter-template.ts'
import { type ProofField, proofAnswer } from '#shared/features/complaints/proof.ts'
import { LEGAL, TEMPLATES } from './legal-data.ts'
import { LetterButtons, Proof, proofArgs, WAYS, wayChange } from './letter-parts.tsx'
import { useCaseCommand } from './use-case-command.ts'

/** What other slices know about the applicant and the case. */
export interface AnswerFacts {
  readonly number: string
  readonly applicantName: string
  readonly isAnonymous: boolean
  /** Postal address and e-mail of the applicant, when they are insured with us. */
  readonly postalAddress: string
  readonly email: string
  readonly defectCodes: readonly string[]
}

interface AnswerEditorProps {
  readonly theCase: ComplaintCase
  readonly facts: AnswerFacts
}

type Fields = Pick<AnswerText, 'recipient' | 'address' | 'way' | 'subject' | 'findings' | 'conclusion'>
const TEXTS = ['subject', 'findings', 'conclusion'] as const
const MAX = { subject: 4_000, findings: 12_000, conclusion: 6_000 } as const

/** The answer as it is written: text on this computer from key to key, read for gaps and contradictions beside each field (E3). */
export function AnswerEditor({ theCase, facts }: AnswerEditorProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['recipient', 'address', ...TEXTS])
  const [hasTried, setHasTried] = useState(false)
  const today = todayHere(Date.now())
  const form = useKeptForm<Fields>(`complaints/answer/${theCase.id}`, () => beginAnswer(theCase, facts))
  const template = templateInForce(TEMPLATES, 'complaint-answer', today)
  const { value } = form
  if (value === null || template === null) return null
  const text: AnswerText = { ...value, templateId: template.id, templateVersion: template.version }
  const notes = proofAnswer(text, { theCase, ...facts, answerTerm: answerTerm(theCase, LEGAL), today })
  const stops = notes.filter((note) => note.weight === 'stops')
  /** An empty field is named only after a try: nobody wants to be told so before having begun. */
  const shown = notes.filter((note) => hasTried || note.code !== 'empty')
  const noteOf = (field: ProofField): string | null => {
    const note = shown.find((it) => it.field === field)
    return note === undefined ? command.problemOf(field) : t(`proof.${note.code}`, proofArgs(note))
  }

  async function ask(): Promise<void> {
    setHasTried(true)
    if (stops.length > 0) return
    if (await command.run(askApproval, { id: theCase.id, ...text })) await form.drop()
  }
  return (
    <form
      autoComplete="off"
      className="answer"
      aria-label={t('tab.answer')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      {theCase.answer?.approval === 'returned' ? (
        <Notice icon={IconAlertCircle} tone="attention" title={t('answer.returned')}>
          {theCase.answer.comment}
        </Notice>
      ) : null}
      <div className="answer__pair">
        <TextInput
          label={t('answer.recipient')}
          value={value.recipient}
          onChange={(event) => form.change({ recipient: event.currentTarget.value })}
          error={noteOf('recipient')}
        />
        <Select
          label={t('answer.way')}
          data={WAYS.map((way) => ({ value: way, label: t(`answer.way.${way}`) }))}
          value={value.way}
          allowDeselect={false}
          onChange={(way) => form.change(wayChange(way as SendingWay, value, facts))}
        />
      </div>
      {value.way === 'inPerson' ? null : (
        <TextInput
          label={t(value.way === 'email' ? 'answer.address.email' : 'answer.address')}
          value={value.address}
          onChange={(event) => form.change({ address: event.currentTarget.value })}
          error={noteOf('address')}
        />
      )}
      {TEXTS.map((field) => (
        <PhraseTextarea
          key={field}
          label={t(`answer.${field}`)}
          placeholder={t(`answer.${field}.placeholder`)}
          autosize
          minRows={field === 'findings' ? 4 : 3}
          maxLength={MAX[field]}
          value={value[field]}
          onChange={(event) => form.change({ [field]: event.currentTarget.value })}
          error={noteOf(field)}
        />
      ))}
      <Proof notes={shown} stops={stops.length} />
      {command.others.map((message) => (
        <Notice key={message} icon={IconAlertCircle} tone="attention" title={message} role="alert" />
      ))}
      <footer className="answer__end">
        <Button type="submit">{t('answer.ask')}</Button>
        <LetterButtons theCase={theCase} kind={null} number={facts.number} text={text} />
        <KeptWord keeping={form.keeping} />
        <span className="soft">{t('answer.template', { name: template.name, version: template.version })}</span>
      </footer>
    </form>
  )
}

/** A returned answer is mended from what was written; a new one begins with what is known. */
function beginAnswer({ answer }: ComplaintCase, facts: AnswerFacts): Fields {
  if (answer !== null) {
    const { recipient, address, way, subject, findings, conclusion } = answer
    return { recipient, address, way, subject, findings, conclusion }
  }
  const way = facts.postalAddress === '' && facts.email !== '' ? 'email' : 'post'
  return {
    recipient: facts.applicantName,
    address: way === 'email' ? facts.email : facts.postalAddress,
    way,
    subject: '',
    findings: '',
    conclusion: '',
  }
}
