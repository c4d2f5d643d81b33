import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCalendarPlus,
  IconCircleCheck,
  IconLock,
  IconPhone,
  IconPhoneOff,
  IconUserPlus,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Marks } from '#renderer/features/insured-persons/marks.tsx'
import { ageSexBirth, waysLine } from '#renderer/features/insured-persons/person-words.ts'
import {
  EMPTY_INFORMING,
  type InformingDraft,
  informingArgsOf,
} from '#renderer/features/preventive-care/informing-draft.ts'
import { InformingForm } from '#renderer/features/preventive-care/informing-form.tsx'
import { formatDate, formatTime } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { fullName, type InsuredPerson, isPhoneInForce, type ReachWay } from '#shared/features/insured-persons/person.ts'
import { asksNotToCall, waysTo } from '#shared/features/insured-persons/reach.ts'
import { type AttemptStop, attemptStop, nextAttemptOn } from '#shared/features/preventive-care/attempts.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { preventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { type PersonFacts, stageOf, standingOf } from '#shared/features/preventive-care/standing.ts'
import { claimId, isHeld } from '#shared/features/work-queues/claim.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { InformingId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import rulesFile from '../../../assets/reference/preventive-care-rules.ru.json'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'
import type { DeskLinks } from '../desks/desk-links.ts'
import { DialRunBar } from '../outbound/dial-run-bar.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'
import { readDueFacts } from './due-facts.ts'
import { informingPlanOn } from './reference.ts'
import { ownClaimProblem, useClaims } from './use-claims.ts'
import { useDraft } from './use-draft.ts'
import { whyWords } from './why-words.ts'
import './clinic.css'

/** Ways of reaching a person by the dictionary of informing (DOMAIN §5). */
const INFORMING_WAYS = {
  call: '03',
  sms: '01',
  messenger: '06',
  email: '02',
  post: '04',
  inPerson: '11',
  home: '07',
} as const satisfies Record<ReachWay, Informing['way']>
const RULES = preventiveCareRules.parse(rulesFile)

interface InformingTaskProps extends Pick<DeskLinks, 'onCall'> {
  readonly person: InsuredPerson
  readonly onClose: () => void
}

/** Telling one person about preventive care: why, by what number, what was answered, what comes next (REQUIREMENTS P5, P6). */
export function InformingTask({ person, onCall, onClose }: InformingTaskProps) {
  const t = useText('preventiveCare')
  useLanguage()
  const { user } = useDesk().workplace
  const today = todayHere(Date.now())
  const plan = informingPlanOn(today)
  const facts = useDeskRead<PersonFacts>(
    ['informing', 'booking', 'workClaim'],
    async (reads) => (await readDueFacts(reads, user.id, Date.now())).ofPersons.get(person.id) ?? {},
    `${person.id} ${today}`,
  )
  const [recorded, setRecorded] = useState<Informing['result'] | null>(null)
  if (facts === undefined) return null
  const standing = standingOf(person, facts, today, RULES, plan)
  const { attempts } = facts
  const mayInvite = !['gone', 'notDue', 'passed', 'noConsent'].includes(standing.standing)
  const stop =
    standing.standing === 'inWork' ? 'held' : (attemptStop(attempts, plan) ?? (asksNotToCall(person) ? 'asked' : null))
  return (
    <TaskFrame title={t('inform.title')} onClose={onClose}>
      <DialRunBar personId={person.id} onCall={onCall} />
      <Panel
        title={fullName(person)}
        aside={
          <span className="digits soft">
            {t('inform.attempt', {
              attempt: Math.min((attempts?.unanswered ?? 0) + 1, plan.attemptsMax),
              max: plan.attemptsMax,
            })}
          </span>
        }
        isPadded
      >
        <div className="inform">
          <p className="inform__facts digits">{ageSexBirth(person, Date.now())}</p>
          <Marks marks={person.marks} />
          <dl className="inform__why">
            <dt>{t('inform.what')}</dt>
            <dd>{standing.what === null ? '—' : t(`due.${standing.what}`)}</dd>
            <dt>{t('inform.why')}</dt>
            <dd>{whyWords(standing.why)}</dd>
            <dt>{t('inform.how')}</dt>
            <dd>{waysLine(waysTo(person, today))}</dd>
          </dl>
          {attempts === undefined ? null : (
            <p className="soft digits">
              {t('inform.lastOn', {
                date: formatDate(attempts.lastOn),
                result: resultWords(attempts.lastResult, t),
              })}
            </p>
          )}
          <Holding person={person} />
          {!mayInvite || recorded !== null ? null : stop === null ? (
            <Phones person={person} onCall={onCall} />
          ) : (
            <NoCalls stop={stop} unanswered={attempts?.unanswered ?? 0} />
          )}
        </div>
      </Panel>
      {mayInvite ? null : (
        <Notice tone="attention" icon={IconAlertTriangle} title={t('inform.stop')} role="status">
          {whyWords(standing.why)}
        </Notice>
      )}
      {recorded === null ? null : <Recorded person={person} result={recorded} nextOn={attempts?.nextOn ?? null} />}
      {mayInvite && recorded === null ? (
        <Answer
          person={person}
          what={standing.what ?? 'checkUp'}
          wasInformed={attempts !== undefined}
          isWithoutCalls={stop !== null || !person.phones.some((phone) => isPhoneInForce(phone, today))}
          askedWays={(person.preferredWays ?? []).map((way) => INFORMING_WAYS[way])}
          onRecorded={setRecorded}
        />
      ) : null}
    </TaskFrame>
  )
}

/** Whose work the person is (rule LEASE1). */
function Holding({ person }: { readonly person: InsuredPerson }) {
  const t = useText('preventiveCare')
  const { user } = useDesk().workplace
  const claims = useClaims()
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const [isBusy, setIsBusy] = useState(false)
  const [failed, setFailed] = useState('')
  const found = useDeskRead(
    ['workClaim', 'representative'],
    async (reads) => {
      const claim = (await reads.record('workClaim', claimId('informing', person.id)))?.data ?? null
      if (claim === null || !isHeld(claim, toInstant(Date.now()))) return null
      return { claim, by: (await reads.record('representative', claim.userId))?.data.name ?? '' }
    },
    person.id,
  )
  if (found === undefined) return null

  async function take(): Promise<void> {
    setIsBusy(true)
    const answer = await claims.take({ personIds: [person.id], want: 1, isBlock: false })
    setIsBusy(false)
    setFailed(
      answer === null
        ? t('claim.failed')
        : answer.claims.length === 0
          ? (ownClaimProblem(answer) ?? t('claim.none'))
          : '',
    )
  }

  if (found === null)
    return isOnline ? (
      <p className="inform__hold">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconUserPlus size={14} />}
          loading={isBusy}
          onClick={() => void take()}
        >
          {t('claim.take')}
        </Button>
        <span role="status">{failed}</span>
      </p>
    ) : null
  const time = formatTime(found.claim.until)
  const isMine = found.claim.userId === user.id
  return (
    <p className="inform__hold">
      <IconLock size={15} aria-hidden />
      {isMine ? t('claim.mineUntil', { time }) : t('claim.other', { name: found.by || t('claim.otherUnknown'), time })}
      {isMine ? (
        <Button size="compact-sm" variant="subtle" onClick={() => void claims.giveBack(person.id)}>
          {t('claim.release')}
        </Button>
      ) : null}
    </p>
  )
}

function Phones({ person, onCall }: Pick<InformingTaskProps, 'person' | 'onCall'>) {
  const t = useText('preventiveCare')
  const words = useText('insuredPersons')
  const valid = person.phones.filter((phone) => isPhoneInForce(phone, todayHere(Date.now())))
  if (valid.length === 0) return <p className="soft">{t('inform.call.none')}</p>
  return (
    <div>
      <div className="inform__phones">
        {valid.map((phone) => {
          const number = formatPhone(phone.number)
          const kind = words(`phone.${phone.kind}`)
          return onCall === null ? (
            <span key={phone.number} className="digits">
              {number} <span className="soft">{kind}</span>
            </span>
          ) : (
            <Button
              key={phone.number}
              className="digits"
              leftSection={<IconPhone size={16} />}
              aria-label={t('inform.callTo', { number, kind })}
              onClick={() => onCall(phone.number)}
            >
              {t('inform.call')} {number}
            </Button>
          )
        })}
      </div>
      <p className="soft inform__hint">{t(onCall === null ? 'inform.call.noPhone' : 'inform.call.script')}</p>
    </div>
  )
}

interface NoCallsProps {
  readonly stop: AttemptStop | 'held' | 'asked'
  readonly unanswered: number
}

/** Why no number is offered: two people never call one, and nobody is called more often than the plan allows (REQUIREMENTS P5, C10). */
function NoCalls({ stop, unanswered }: NoCallsProps) {
  const t = useText('preventiveCare')
  return (
    <p className="inform__no-calls" role="status">
      <IconPhoneOff size={16} aria-hidden />
      {stop === 'series' ? t('inform.stop.series', { count: unanswered }) : t(`inform.stop.${stop}`)}
    </p>
  )
}

interface AnswerProps {
  readonly person: InsuredPerson
  readonly what: 'checkUp' | 'preventiveExamination' | 'stage2'
  readonly wasInformed: boolean
  readonly isWithoutCalls: boolean
  readonly askedWays: readonly (typeof INFORMING_WAYS)[ReachWay][]
  readonly onRecorded: (result: Informing['result']) => void
}

function Answer({ person, what, wasInformed, isWithoutCalls, askedWays, onRecorded }: AnswerProps) {
  const t = useText('preventiveCare')
  const { writes } = useDeskData()
  const draft = useDraft<InformingDraft>(`informing/${person.id}`, EMPTY_INFORMING)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  if (draft.value === undefined) return null
  const value = draft.value

  async function save(): Promise<void> {
    const args = informingArgsOf(value, {
      id: newId<InformingId>(),
      personId: person.id,
      callId: null,
      due: what === 'preventiveExamination' ? what : 'checkUp',
      stage: stageOf(what, wasInformed),
      isWithoutCalls,
    })
    if (args === null) return setRefusals([refuse('input.required', 'result')])
    const done = await writes.dispatch(recordInforming, args)
    if (!done.ok) return setRefusals(done.error)
    setRefusals([])
    draft.drop()
    onRecorded(args.result)
  }

  return (
    <section className="inform__answer" aria-label={t('informing.title')}>
      <InformingForm
        draft={value}
        onChange={draft.set}
        keeping={draft.keeping}
        refusals={refusals}
        onSave={() => void save()}
        onCancel={null}
        isWhole
        isWithoutCalls={isWithoutCalls}
        askedWays={askedWays}
      />
    </section>
  )
}

interface RecordedProps {
  readonly person: InsuredPerson
  readonly result: Informing['result']
  readonly nextOn: string | null
}

function Recorded({ person, result, nextOn }: RecordedProps) {
  const t = useText('preventiveCare')
  const { navigation } = useDesk()
  const next =
    nextOn ?? nextAttemptOn({ result, repeatOn: null }, todayHere(Date.now()), informingPlanOn(todayHere(Date.now())))
  const canVisit = result === 'booked' || result === 'agreed'
  return (
    <Notice
      tone="accent"
      icon={IconCircleCheck}
      title={t('inform.done', { result: resultWords(result, t) })}
      role="status"
      actions={
        canVisit ? (
          <Button
            size="compact-sm"
            leftSection={<IconCalendarPlus size={14} />}
            onClick={() => navigation.go({ kind: 'visit', personId: person.id })}
          >
            {t('inform.toVisit')}
          </Button>
        ) : undefined
      }
    >
      {next === null ? t('inform.closed') : t('inform.next', { date: formatDate(next) })}
    </Notice>
  )
}

function resultWords(result: Informing['result'], t: ReturnType<typeof useText<'preventiveCare'>>): string {
  return (result === 'notReached' ? t('inform.notReached') : t(`informing.result.${result}`)).toLocaleLowerCase()
}
