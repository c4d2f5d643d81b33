import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { PromisedCalls } from '../call-backs/promised-calls.tsx'
import type { DeskLinks } from '../desks/desk-links.ts'
import { ClinicToday } from './clinic-today.tsx'
import { Readiness } from './readiness.tsx'
import { ShiftPanel } from './shift-panel.tsx'
import { OwnDay } from './tallies.tsx'
import { DueAppeals, MissedCalls, SHOWN, useDueAppeals } from './who-waits.tsx'
import './home.css'

/** The day at the post: own figures, when the clinic is open, and who waits for an answer. */
export function ClinicHome({ onCall, onOpenAppeal }: DeskLinks) {
  const t = useText('desk')
  const due = useDueAppeals()
  useLanguage()
  return (
    <div className="home scrolls">
      <h1 className="home__title">{t('home.title')}</h1>
      <OwnDay />
      <PromisedCalls onCall={onCall} />
      <ClinicToday onCall={onCall} />
      <div className="home__pair">
        <DueAppeals all={due} onOpen={onOpenAppeal} max={SHOWN} />
        <MissedCalls onCall={onCall} />
      </div>
      <ShiftPanel />
      <Readiness />
    </div>
  )
}
