import { Button, Select, TextInput } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PhraseTextarea } from '#renderer/ui/phrase-textarea.tsx'
import { answerTerm, termsOfCase } from '#shared/features/complaints/case-terms.ts'
import {
  type ComplaintCase,
  type NoticeKind,
  type NoticeText,
  outgoingNumber,
  type SendingWay,
} from '#shared/features/complaints/complaint-case.ts'
import { templateInForce } from '#shared/features/complaints/letter-template.ts'
import { askNotice } from '#shared/features/complaints/notice-commands.ts'
import { type ProofField, type ProofNote, proofNotice } from '#shared/features/complaints/proof.ts'
import type { AnswerFacts } from './answer-editor.tsx'
import { LEGAL, TEMPLATES } from './legal-data.ts'
import { LetterButtons, Proof, proofArgs, WAYS, wayChange } from './letter-parts.tsx'
import { SendingForm } from './sending-form.tsx'
import { useCaseCommand } from './use-case-command.ts'
import { WrittenLetter } from './written-letter.tsx'

interface NoticePartProps {
  readonly theCase: ComplaintCase
  readonly kind: NoticeKind
  readonly facts: AnswerFacts
  readonly canWork: boolean
}

/** A letter besides the answer where it stands: being written, with the supervisor, approved, sent. */
export function NoticePart({ theCase, kind, facts, canWork }: NoticePartProps) {
  const t = useText('complaints')
  const notice = theCase.notices?.[kind]
  const isWritten = notice !== undefined && notice.approval !== 'returned'
  if (!isWritten)
    return (
      <section aria-label={t(`notice.${kind}`)}>
        <h3 className="step-form__title">{t(`notice.${kind}`)}</h3>
        {canWork ? <NoticeEditor {...{ theCase, kind, facts }} /> : <p className="soft">{t('notice.notYet')}</p>}
      </section>
    )
  const number = outgoingNumber(facts.number, notice.revision, kind)
  return (
    <section aria-label={t(`notice.${kind}`)}>
      <h3 className="step-form__title">{t(`notice.${kind}`)}</h3>
      {notice.sentOn !== null ? (
        <Notice icon={IconCheck} tone="accent" title={t('answer.sent', { date: formatDate(notice.sentOn), number })} />
      ) : notice.approval === 'approved' ? (
        <>
          <Notice icon={IconCheck} tone="accent" title={t('answer.approved', { number })} />
          {canWork ? <SendingForm theCase={theCase} kind={kind} way={notice.way} /> : null}
        </>
      ) : (
        <Notice icon={IconHourglass} title={t('answer.asked', { revision: notice.revision })} />
      )}
      <WrittenLetter to={notice} texts={[notice.body]} />
      <footer className="answer__end">
        <LetterButtons theCase={theCase} kind={kind} number={facts.number} text={null} />
      </footer>
    </section>
  )
}

type Fields = Pick<NoticeText, 'recipient' | 'address' | 'way' | 'body'>
const TEMPLATE_OF: Readonly<Record<NoticeKind, string>> = {
  extension: 'complaint-extension',
  forwarding: 'complaint-forwarding',
  forwardingNotice: 'complaint-forwarding-notice',
}

function NoticeEditor({ theCase, kind, facts }: Omit<NoticePartProps, 'canWork'>) {
  const t = useText('complaints')
  const command = useCaseCommand(['recipient', 'address', 'body'])
  const [hasTried, setHasTried] = useState(false)
  const today = todayHere(Date.now())
  const form = useKeptForm<Fields>(`complaints/notice/${kind}/${theCase.id}`, () => beginNotice(theCase, kind, facts))
  const template = templateInForce(TEMPLATES, TEMPLATE_OF[kind], today)
  const { value } = form
  if (value === null || template === null) return null
  const text: NoticeText = { ...value, templateId: template.id, templateVersion: template.version }
  const notes = proofNotice(text, {
    kind,
    ...facts,
    answerTerm: kind === 'extension' ? answerTerm(theCase, LEGAL) : null,
    forwardedTo: theCase.forwarding?.to ?? null,
    sendBy: sendBy(theCase, kind),
    today,
  })
  const stops = notes.filter((note) => note.weight === 'stops')
  const shown = notes.filter((note) => hasTried || note.code !== 'empty')
  const returned = theCase.notices?.[kind]
  const noteOf = (field: ProofField): string | null => {
    const note = shown.find((it: ProofNote) => it.field === field)
    return note === undefined ? command.problemOf(field) : t(`proof.${note.code}`, proofArgs(note))
  }

  async function ask(): Promise<void> {
    setHasTried(true)
    if (stops.length > 0) return
    if (await command.run(askNotice, { id: theCase.id, kind, ...text })) await form.drop()
  }
  return (
    <form
      autoComplete="off"
      className="answer"
      aria-label={t(`notice.${kind}`)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      {returned === undefined ? null : (
        <Notice icon={IconAlertCircle} tone="attention" title={t('answer.returned')}>
          {returned.comment}
        </Notice>
      )}
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
          onChange={(way) => {
            const chosen = way as SendingWay
            form.change(kind === 'forwarding' ? { way: chosen } : wayChange(chosen, value, facts))
          }}
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
      <PhraseTextarea
        label={t('answer.body')}
        description={t(`notice.${kind}.hint`)}
        autosize
        minRows={3}
        maxLength={6_000}
        value={value.body}
        onChange={(event) => form.change({ body: event.currentTarget.value })}
        error={noteOf('body')}
      />
      <Proof notes={shown} stops={stops.length} />
      {command.others.map((message) => (
        <Notice key={message} icon={IconAlertCircle} tone="attention" title={message} role="alert" />
      ))}
      <footer className="answer__end">
        <Button type="submit">{t('answer.ask')}</Button>
        <LetterButtons theCase={theCase} kind={kind} number={facts.number} text={text} />
        <KeptWord keeping={form.keeping} />
        <span className="soft">{t('answer.template', { name: template.name, version: template.version })}</span>
      </footer>
    </form>
  )
}

/** A returned letter is mended from what was written; a new one begins with the reason that was given when it was decided. */
function beginNotice(theCase: ComplaintCase, kind: NoticeKind, facts: AnswerFacts): Fields {
  const written = theCase.notices?.[kind]
  if (written !== undefined) {
    const { recipient, address, way, body } = written
    return { recipient, address, way, body }
  }
  if (kind === 'forwarding')
    return {
      recipient: theCase.forwarding?.to ?? '',
      address: '',
      way: 'post',
      body: theCase.forwarding?.reason ?? '',
    }
  const way = facts.postalAddress === '' && facts.email !== '' ? 'email' : 'post'
  return {
    recipient: facts.applicantName,
    address: way === 'email' ? facts.email : facts.postalAddress,
    way,
    body: (kind === 'extension' ? theCase.extension?.reason : theCase.forwarding?.reason) ?? '',
  }
}

/** Until when the letter must go: within the first term of the answer, or within the term of forwarding. */
function sendBy(theCase: ComplaintCase, kind: NoticeKind): string | null {
  if (kind === 'extension') return answerTerm({ ...theCase, extension: null }, LEGAL)?.due ?? null
  return termsOfCase(theCase, LEGAL).find(({ about }) => about === 'forwarding')?.term.due ?? null
}
