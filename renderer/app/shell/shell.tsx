import { type ReactNode, useEffect } from 'react'
import { useKnowledge } from '#renderer/features/knowledge/knowledge-context.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { ErrorBoundary } from '#renderer/ui/error-boundary.tsx'
import { Mark } from '#renderer/ui/mark.tsx'
import { useDesk } from '../desk-context.tsx'
import { actionOf, type DeskAction, isTypingIn } from '../keymap.ts'
import { askForKnowledge, KnowledgeSide } from '../knowledge/knowledge-side.tsx'
import { KeySheet } from './key-sheet.tsx'
import { UserMenu } from './user-menu.tsx'
import './shell.css'

interface ShellProps {
  /** The softphone and the state of the agent. */
  readonly phone: ReactNode
  readonly work: ReactNode
  readonly task: ReactNode
  readonly person: ReactNode
  readonly sync: ReactNode
  readonly palette: ReactNode
  /** What the desk of this role does on its keys; a missing action does nothing. */
  readonly onAction: (action: DeskAction) => void
  /** The list of work is what this desk is about: it is wider. */
  readonly isWorkWide?: boolean
}

const ZONE_OF: Partial<Record<DeskAction, string>> = {
  focusWork: 'zone-work',
  focusTask: 'zone-task',
  focusPerson: 'zone-person',
}

/** The frame of every desk. Zones keep their places; a fault in one leaves the others, and first of all the phone, alone. */
export function Shell({ phone, work, task, person, sync, palette, onAction, isWorkWide = false }: ShellProps) {
  const t = useText('shell')
  const { host, navigation, session } = useDesk()
  const { shelf, onLeave } = useKnowledge()

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const action = actionOf(event, isTypingIn(event.target))
      if (action === null) return
      event.preventDefault()
      const zone = ZONE_OF[action]
      if (zone !== undefined) document.getElementById(zone)?.focus()
      else if (action === 'palette') navigation.showPalette(true)
      else if (action === 'keySheet') navigation.showKeySheet(true)
      else if (action === 'knowledge') askForKnowledge(shelf, onLeave)
      else if (action === 'lock') void session.lock('asked')
      else onAction(action)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [navigation, session, shelf, onLeave, onAction])

  function report(where: string, error: unknown): void {
    const name = error instanceof Error ? error.name : 'unknown'
    void host.log.write({ level: 'error', code: 'desk.zoneFailed', fields: { where, name } })
  }
  const guarded = (where: string, children: ReactNode): ReactNode => (
    <ErrorBoundary where={where} report={report}>
      {children}
    </ErrorBoundary>
  )

  return (
    <>
      <a className="skip" href="#zone-task">
        {t('skip.toTask')}
      </a>
      <div className={`shell ${isWorkWide ? 'shell--wide-work' : ''}`}>
        <section className="shell__top" aria-label={t('zone.phone')}>
          <span className="shell__brand">
            <Mark />
            <span className="shell__brand-name">{t('app.name')}</span>
          </span>
          <div className="shell__phone">{guarded('phone', phone)}</div>
          <UserMenu />
        </section>
        <nav className="shell__work" id="zone-work" tabIndex={-1} aria-label={t('zone.work')}>
          {guarded('work', work)}
        </nav>
        <main className="shell__task" id="zone-task" tabIndex={-1} aria-label={t('zone.task')}>
          {guarded('task', task)}
        </main>
        <aside className="shell__person" id="zone-person" tabIndex={-1} aria-label={t('zone.person')}>
          {guarded('person', person)}
        </aside>
        {guarded('knowledge', <KnowledgeSide />)}
        <section className="shell__sync" aria-label={t('zone.sync')}>
          {guarded('sync', sync)}
        </section>
      </div>
      {guarded('palette', palette)}
      <KeySheet />
    </>
  )
}
