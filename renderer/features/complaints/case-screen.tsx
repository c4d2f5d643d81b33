import { Button } from '@mantine/core'
import { IconAlertCircle, IconCircleDot, IconUser } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { takeCase } from '#shared/features/complaints/case-assignment.ts'
import { noticesOpen, noticesOwed } from '#shared/features/complaints/case-notices.ts'
import { isCaseOpen } from '#shared/features/complaints/case-states.ts'
import { nextStep, openRequests, termsOfCase } from '#shared/features/complaints/case-terms.ts'
import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import type { FileId, RecordsRequestId } from '#shared/kernel/ids.ts'
import type { AnswerFacts } from './answer-editor.tsx'
import { AnswerPart } from './answer-part.tsx'
import { AssignForm, type NamedExpert } from './assign-form.tsx'
import { CaseFilesList } from './case-files.tsx'
import { CaseHistory } from './case-history.tsx'
import { WhoChip } from './case-list.tsx'
import type { CasePlace, CaseStep, CaseTab } from './case-place.ts'
import type { NamedClinic } from './case-step.ts'
import { ConsultationForm } from './consultation-form.tsx'
import { CloseForm, DecisionForm, ReopenForm } from './decision-forms.tsx'
import { LEGAL } from './legal-data.ts'
import { NoticePart } from './notice-part.tsx'
import { RecordsRequests } from './records-requests.tsx'
import { RequestForm } from './request-form.tsx'
import { ExtendForm, ForwardForm } from './term-forms.tsx'
import { useCaseCommand } from './use-case-command.ts'
import { WhyDate } from './why-date.tsx'
import './complaints.css'

interface CaseScreenProps {
  readonly theCase: ComplaintCase
  readonly facts: AnswerFacts
  readonly clinics: readonly NamedClinic[]
  readonly nameOfUser: (id: string) => string
  readonly newId: <Id extends string>() => Id
  /** The expert whose case it is; a supervisor only reads. */
  readonly canWork: boolean
  /** Whether this expert can take it out of the common queue now: only while the server can be reached. Null when it is not in the queue. */
  readonly queue: 'canTake' | 'offline' | null
  /** To whom the case may be given by this person; null without the right. */
  readonly experts: readonly NamedExpert[] | null
  /** The appeal and what the operator saw: parts of other slices, joined by the desk. */
  readonly matter: ReactNode
  /** Acts of expertise, of their own slice. */
  readonly expertise: ReactNode
  readonly actCount: number
  readonly place: CasePlace
  /** A part that is left out stays as it is: a form that is done closes, wherever the expert has gone meanwhile. */
  readonly onPlace: (place: Partial<CasePlace>) => void
}

/** A case in full: what is next on top, then the matter, records, expertise, answer and history as tabs (E2–E4). */
export function CaseScreen(props: CaseScreenProps) {
  const { theCase, facts, clinics, nameOfUser, newId, canWork, queue, experts, matter, expertise, actCount } = props
  const { tab, step } = props.place
  const t = useText('complaints')
  useLanguage()
  const next = nextStep(theCase, LEGAL, todayHere(Date.now()))
  const nameOfClinic = (id: string): string => clinics.find((it) => it.id === id)?.name ?? id
  const isOpen = isCaseOpen(theCase.state)
  const isInWork = canWork && (theCase.state === 'inWork' || theCase.state === 'waiting')
  const go = (where: CaseTab, what: CaseStep | null = null): void => props.onPlace({ tab: where, step: what })
  const setStep = (what: CaseStep | null): void => props.onPlace({ step: what })
  const tabs: readonly (readonly [CaseTab, number])[] = [
    ['matter', 0],
    ['records', theCase.files.length + openRequests(theCase).length],
    ...(theCase.form === 'written' || actCount > 0 ? ([['expertise', actCount]] as const) : []),
    ...(theCase.form === 'written' ? ([['answer', 0]] as const) : []),
    ...(noticesOwed(theCase).length > 0 ? ([['notices', noticesOpen(theCase).length]] as const) : []),
    ['history', 0],
  ]
  const done = (): void => setStep(null)
  return (
    <div className="case">
      <header className="case__head">
        <div className="case__next">
          <StateChip icon={IconCircleDot} isPlain>
            {t(`state.${theCase.state}`)}
          </StateChip>
          <strong>{t(`next.${next.what}`)}</strong>
          {next.who === 'you' && !canWork ? null : <WhoChip who={next.who} />}
          <StateChip icon={IconUser} isPlain>
            {theCase.assignedTo === null ? t('owner.none') : nameOfUser(theCase.assignedTo)}
          </StateChip>
          <NextButton canWork={canWork || queue === 'canTake'} {...{ theCase }} next={next.what} go={go} />
          {queue === 'offline' ? <span className="soft">{t('queue.offline')}</span> : null}
        </div>
        <dl className="case-terms">
          {termsOfCase(theCase, LEGAL).map(({ about, term, metOn, requestId }) => (
            <div key={`${about}${requestId ?? ''}`}>
              <dt>{t(`term.${about}`)}</dt>
              <dd>
                <WhyDate term={term} metOn={metOn} />
              </dd>
            </div>
          ))}
        </dl>
      </header>
      <CaseTabs tabs={tabs} tab={tab} onChoose={(chosen) => go(chosen)}>
        {tab === 'matter' ? (
          <>
            <Incoming theCase={theCase} />
            {theCase.extension === null ? null : (
              <p className="soft">
                {t('extended', {
                  days: theCase.extension.days,
                  date: formatDate(theCase.extension.decidedOn),
                  reason: theCase.extension.reason,
                })}
              </p>
            )}
            {theCase.decision === null ? null : (
              <p className="entry__text">
                <strong>{t(theCase.decision.justified ? 'decision.justified' : 'decision.notJustified')}.</strong>{' '}
                {theCase.decision.grounds}
              </p>
            )}
            {step === 'assign' && experts !== null ? (
              <AssignForm theCase={theCase} experts={experts} onDone={done} />
            ) : null}
            {step === 'decide' ? <DecisionForm theCase={theCase} onDone={done} /> : null}
            {step === 'extend' ? <ExtendForm theCase={theCase} onDone={done} /> : null}
            {step === 'forward' ? <ForwardForm theCase={theCase} onDone={done} /> : null}
            {step === 'close' ? <CloseForm theCase={theCase} onDone={done} /> : null}
            {step === 'reopen' ? <ReopenForm theCase={theCase} onDone={done} /> : null}
            {step === null && (canWork || experts !== null) ? (
              <div className="step-buttons">
                {isInWork && theCase.form === 'written' ? (
                  <>
                    <StepButton onClick={() => setStep('decide')}>{t('do.decide')}</StepButton>
                    {theCase.extension === null ? (
                      <StepButton onClick={() => setStep('extend')}>{t('do.extend')}</StepButton>
                    ) : null}
                  </>
                ) : null}
                {isInWork || (canWork && theCase.state === 'registered') ? (
                  <StepButton onClick={() => setStep('forward')}>{t('do.forward')}</StepButton>
                ) : null}
                {isInWork ? <StepButton onClick={() => setStep('close')}>{t('do.close')}</StepButton> : null}
                {experts === null || theCase.state === 'closed' ? null : (
                  <StepButton onClick={() => setStep('assign')}>
                    {t(theCase.assignedTo === null ? 'do.assign.first' : 'do.assign')}
                  </StepButton>
                )}
                {isOpen || !canWork ? null : (
                  <StepButton onClick={() => setStep('reopen')}>{t('do.reopen')}</StepButton>
                )}
              </div>
            ) : null}
            {isInWork && theCase.form === 'oral' && step === null ? (
              <ConsultationForm theCase={theCase} onDone={done} />
            ) : null}
            {matter}
          </>
        ) : null}
        {tab === 'records' ? (
          <>
            <h3 className="step-form__title">{t('files.title')}</h3>
            <CaseFilesList theCase={theCase} newId={() => newId<FileId>()} canWork={canWork && isOpen} />
            <h3 className="step-form__title">{t('term.records')}</h3>
            <RecordsRequests theCase={theCase} nameOfClinic={nameOfClinic} canWork={isInWork} />
            {!isInWork ? null : step === 'request' ? (
              <RequestForm theCase={theCase} clinics={clinics} newId={() => newId<RecordsRequestId>()} onDone={done} />
            ) : (
              <div className="step-buttons">
                <StepButton onClick={() => setStep('request')}>{t('do.request')}</StepButton>
              </div>
            )}
          </>
        ) : null}
        {tab === 'expertise' ? expertise : null}
        {tab === 'answer' ? <AnswerPart theCase={theCase} facts={facts} canWork={canWork} /> : null}
        {tab === 'notices'
          ? noticesOwed(theCase).map((kind) => <NoticePart key={kind} {...{ theCase, kind, facts, canWork }} />)
          : null}
        {tab === 'history' ? <CaseHistory theCase={theCase} nameOfUser={nameOfUser} /> : null}
      </CaseTabs>
    </div>
  )
}

function StepButton({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Button size="compact-sm" variant="default" onClick={onClick}>
      {children}
    </Button>
  )
}

interface NextButtonProps {
  readonly theCase: ComplaintCase
  readonly canWork: boolean
  readonly next: ReturnType<typeof nextStep>['what']
  readonly go: (tab: CaseTab, step?: CaseStep | null) => void
}

/** The one accent button of the screen: what is next. */
function NextButton({ theCase, canWork, next, go }: NextButtonProps) {
  const t = useText('complaints')
  const command = useCaseCommand()
  if (!canWork) return null
  const target: Partial<Record<typeof next, readonly [CaseTab, CaseStep | null]>> = {
    writeNotice: ['notices', null],
    mendNotice: ['notices', null],
    sendNotice: ['notices', null],
    decide: ['matter', 'decide'],
    remindClinic: ['records', null],
    awaitClinic: ['records', null],
    writeAnswer: ['answer', null],
    mendAnswer: ['answer', null],
    sendAnswer: ['answer', null],
    answerPerson: ['matter', null],
    close: ['matter', 'close'],
  }
  const where = target[next]
  return (
    <>
      {command.others.map((message) => (
        <Notice key={message} icon={IconAlertCircle} tone="attention" title={message} role="alert" />
      ))}
      {next === 'take' ? (
        <Button size="compact-md" onClick={() => void command.run(takeCase, { id: theCase.id })}>
          {t('do.take')}
        </Button>
      ) : where === undefined ? null : (
        <Button size="compact-md" onClick={() => go(where[0], where[1])}>
          {t('case.next')}
        </Button>
      )}
    </>
  )
}

function Incoming({ theCase }: { readonly theCase: ComplaintCase }) {
  const t = useText('complaints')
  const { number, on } = theCase.incoming
  if (theCase.form === 'oral') return null
  return (
    <p className="soft digits">
      {t('case.received', { date: formatDate(theCase.receivedOn) })}
      {number === '' ? '' : ` · ${t('case.incoming', { number })}`}
      {on === null ? '' : ` ${t('case.incoming.on', { date: formatDate(on) })}`}
    </p>
  )
}

interface CaseTabsProps {
  readonly tabs: readonly (readonly [CaseTab, number])[]
  readonly tab: CaseTab
  readonly onChoose: (tab: CaseTab) => void
  readonly children: ReactNode
}

function CaseTabs({ tabs, tab, onChoose, children }: CaseTabsProps) {
  const t = useText('complaints')
  const id = useId()
  function onKeyDown(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (move === 0) return
    const at = tabs.findIndex(([key]) => key === tab)
    const next = tabs[(at + move + tabs.length) % tabs.length]?.[0]
    if (next === undefined) return
    onChoose(next)
    document.getElementById(`${id}-${next}`)?.focus()
    event.preventDefault()
  }
  return (
    <>
      <div className="work-tabs" role="tablist" aria-label={t('case.title', { number: '' }).trim()}>
        {tabs.map(([key, count]) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            className="work-tab"
            aria-selected={key === tab}
            aria-controls={`${id}-panel`}
            tabIndex={key === tab ? 0 : -1}
            onClick={() => onChoose(key)}
            onKeyDown={onKeyDown}
          >
            {t(`tab.${key}`)}
            {count > 0 ? <span className="work-tab__count digits">{count}</span> : null}
          </button>
        ))}
      </div>
      <div className="case__body scrolls" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {children}
      </div>
    </>
  )
}
