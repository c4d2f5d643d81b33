import { type ComponentType, type ReactNode, useCallback, useRef } from 'react'
import { useCannotDial, useClickToCall } from '#renderer/features/telephony/softphone-context.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { MendAppealTask } from '../appeal/mend-appeal-task.tsx'
import { NewAppealTask } from '../appeal/new-appeal-task.tsx'
import { focusAppealForm } from '../call/appeal-part.tsx'
import { useSheets } from '../call/call-flow-context.ts'
import { closesItself } from '../call/call-sheet.ts'
import { CallTask } from '../call/call-task.tsx'
import { DialQuestion } from '../call/dial-question.tsx'
import { UnfinishedCalls } from '../call/unfinished-calls.tsx'
import { callAsPromised } from '../call-backs/call-as-promised.ts'
import { CampaignTask } from '../campaigns/campaign-task.tsx'
import { SurveyCallTask } from '../campaigns/survey-call-task.tsx'
import { useSurveyQueueTab } from '../campaigns/survey-queue-tab.tsx'
import { ClinicTask } from '../clinic/clinic-task.tsx'
import { ClinicListsTask } from '../clinic-imports/clinic-lists-task.tsx'
import { AppealOrCase } from '../complaint/appeal-or-case.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { DeskPhone } from '../home/desk-phone.tsx'
import { callLastMissed } from '../home/missed-calls.ts'
import { InboxTask } from '../inbox/inbox-task.tsx'
import type { DeskAction } from '../keymap.ts'
import { ArticleEditor } from '../knowledge/article-editor.tsx'
import { PersonZone, type PersonZoneProps } from '../person/person-zone.tsx'
import { ExpertDefects } from '../reports/expert-defects.tsx'
import { CommandPalette } from '../shell/command-palette.tsx'
import { Shell } from '../shell/shell.tsx'
import { SyncZone } from '../shell/sync-zone.tsx'
import { AppealsList, useMyAppeals } from '../work/appeals-list.tsx'
import { CallsToday } from '../work/calls-today.tsx'
import { useReviewsTab } from '../work/reviews-list.tsx'
import { WorkList, type WorkTab } from '../work/work-list.tsx'
import type { DeskLinks } from './desk-links.ts'
import { usePaletteActions } from './use-palette-actions.ts'

interface RepresentativeDeskProps {
  /** The centre between calls: what matters today for this level. */
  readonly Home: ComponentType<DeskLinks>
  /** The lists of work of this level, the first one open; a hook, for counts come from the store. */
  readonly useWorkTabs: (links: DeskLinks) => readonly WorkTab[]
  /** The first list is what this level works through. */
  readonly isWorkWide?: boolean
}

/**
 * The frame of the desks of the three levels: telephone, talk, appeal, search and card are the same for all, for any level takes calls
 * and registers appeals. A level brings its own home and its own lists of work.
 */
export function RepresentativeDesk(level: RepresentativeDeskProps) {
  const { soft } = useDesk()
  return soft === null ? <Body phone={null} onCall={null} {...level} /> : <WithPhone {...level} />
}

function WithPhone(level: RepresentativeDeskProps) {
  const call = useClickToCall()
  const canDial = useCannotDial() === undefined
  return <Body phone={<DeskPhone />} onCall={canDial ? call : null} {...level} />
}

interface BodyProps extends RepresentativeDeskProps {
  readonly phone: ReactNode
  readonly onCall: DeskLinks['onCall']
}

function Body({ phone, onCall, Home, useWorkTabs, isWorkWide = false }: BodyProps) {
  const { navigation, flow, data, workplace } = useDesk()
  const search = useRef<HTMLInputElement>(null)
  const actions = usePaletteActions()
  const focusSearch = useCallback(() => search.current?.focus(), [])
  const openAppeal = useCallback((appeal: Appeal) => openAppealOf(navigation, appeal), [navigation])

  const onAction = useCallback(
    (action: DeskAction) => {
      if (action === 'search') focusSearch()
      if (action === 'sync') {
        leaveField()
        navigation.go({ kind: 'inbox' })
      }
      // In a call the form is on the screen already; otherwise it opens in the centre.
      if (action === 'newAppeal' && !focusAppealForm()) {
        leaveField()
        navigation.go({ kind: 'newAppeal' })
      }
      if (action === 'clinics') navigation.go({ kind: 'clinics' })
      if (action === 'callBack' && onCall !== null) void callAsPromised(data, workplace.user.id, onCall)
      if (action === 'callMissed' && onCall !== null) void callLastMissed(data.reads, workplace.user.id, onCall)
      const personId = navigation.state.getState().person?.personId
      if (personId === undefined) return
      if (action === 'visit' || action === 'assist' || action === 'personData')
        navigation.go({ kind: action, personId })
    },
    [navigation, focusSearch, data, workplace, onCall],
  )

  /** During a call whoever is found is the caller: nothing is asked twice. */
  const choosePerson = useCallback(
    (person: InsuredPerson): void => {
      const { task } = navigation.state.getState()
      if (task.kind !== 'call') navigation.openPerson(person.id, 'search')
      else {
        flow?.step(task.callId, { type: 'personChosen', personId: person.id })
        navigation.openPerson(person.id, 'incomingCall', task.callId)
      }
    },
    [navigation, flow],
  )

  return (
    <Shell
      isWorkWide={isWorkWide}
      phone={phone}
      work={<Work useWorkTabs={useWorkTabs} onCall={onCall} onOpenAppeal={openAppeal} />}
      task={
        <>
          <DialQuestion onCall={onCall} />
          <OpenTask onFind={focusSearch} onCall={onCall} home={<Home onCall={onCall} onOpenAppeal={openAppeal} />} />
        </>
      }
      person={
        <Person
          searchRef={search}
          onChoose={choosePerson}
          onOpenAppeal={openAppeal}
          onCall={onCall}
          onFind={focusSearch}
        />
      }
      sync={<SyncZone />}
      palette={
        <CommandPalette
          actions={actions}
          onPerson={choosePerson}
          onAppeal={openAppeal}
          onClinic={(clinicId) => navigation.go({ kind: 'clinics', clinicId })}
        />
      }
      onAction={onAction}
    />
  )
}

interface PersonProps extends Pick<PersonZoneProps, 'searchRef' | 'onChoose' | 'onOpenAppeal' | 'onCall'> {
  readonly onFind: () => void
}

/** Draws itself anew when a call begins; the frame around it does not, and the ringing card is not kept waiting for it. */
function Person({ onFind, ...zone }: PersonProps) {
  const { navigation } = useDesk()
  const isInCall = useNavigation((state) => state.task.kind === 'call')
  return (
    <PersonZone
      onNewAppeal={isInCall ? null : () => navigation.go({ kind: 'newAppeal' })}
      onClose={() => {
        navigation.closePerson()
        onFind()
      }}
      {...zone}
    />
  )
}

type Navigation = ReturnType<typeof useDesk>['navigation']

function openAppealOf(navigation: Navigation, appeal: Appeal): void {
  const personId = appeal.concernsId ?? appeal.applicant.personId
  if (personId !== null) navigation.openPerson(personId, 'appeal')
  navigation.go({ kind: 'appeal', appealId: appeal.id })
}

/** What is opened by a key takes the focus, even from a field that is typed in. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

interface OpenTaskProps extends Pick<DeskLinks, 'onCall'> {
  readonly onFind: () => void
  readonly home: ReactNode
}

function OpenTask({ onFind, onCall, home }: OpenTaskProps) {
  const { navigation } = useDesk()
  const task = useNavigation((state) => state.task)
  const sheets = useSheets()
  /** Whatever is closed, the call that goes on comes back. */
  function close(): void {
    const sheet = sheets[0]
    navigation.go(sheet === undefined ? { kind: 'home' } : { kind: 'call', callId: sheet.callId })
    // What was closed had the focus: it must not fall out of the zones.
    document.getElementById('zone-task')?.focus()
  }
  switch (task.kind) {
    case 'call':
      return <CallTask callId={task.callId} onFind={onFind} />
    case 'appeal':
      return <AppealOrCase appealId={task.appealId} onClose={close} />
    case 'newAppeal':
      return <NewAppealTask onClose={close} />
    case 'mendAppeal':
      return <MendAppealTask key={task.commandId} commandId={task.commandId} onClose={close} />
    case 'inbox':
      return <InboxTask onClose={close} />
    case 'reports':
      return <ExpertDefects onClose={close} />
    case 'clinicLists':
      return <ClinicListsTask jobId={task.jobId} onClose={close} />
    case 'campaign':
      return <CampaignTask campaignId={task.campaignId} onClose={close} />
    case 'surveyCall':
      return <SurveyCallTask key={task.contactId} contactId={task.contactId} onCall={onCall} onClose={close} />
    case 'knowledge':
      return <ArticleEditor articleId={task.articleId} onClose={close} />
    case 'informing':
    case 'visit':
    case 'clinics':
    case 'personData':
    case 'assist':
      return <ClinicTask task={task} onCall={onCall} onClose={close} />
    default:
      return home
  }
}

function Work({ useWorkTabs, ...links }: Pick<RepresentativeDeskProps, 'useWorkTabs'> & DeskLinks) {
  const shell = useText('shell')
  const reviews = useReviewsTab()
  const tabs = [...useWorkTabs(links), ...useSurveyQueueTab()]
  return <WorkList label={shell('zone.work')} tabs={reviews === null ? tabs : [...tabs, reviews]} />
}

/** Calls of today; those that go on or wait for their wrap-up stand first. */
export function useCallsTab({ onCall }: DeskLinks): WorkTab {
  const t = useText('desk')
  const { navigation } = useDesk()
  const sheets = useSheets()
  return {
    key: 'calls',
    label: t('work.calls'),
    count: sheets.filter((sheet) => !closesItself(sheet)).length,
    body: (
      <>
        <UnfinishedCalls />
        <CallsToday
          without={sheets.map((sheet) => sheet.callId)}
          onOpen={({ personId }) => personId !== null && navigation.openPerson(personId, 'workList')}
          onCall={onCall}
        />
      </>
    ),
  }
}

/** Appeals that this representative answers for, burning ones first. */
export function useAppealsTab({ onOpenAppeal }: DeskLinks): WorkTab {
  const t = useText('desk')
  return {
    key: 'appeals',
    label: t('work.appeals'),
    count: useMyAppeals()?.length ?? 0,
    body: <AppealsList onOpen={onOpenAppeal} />,
  }
}
