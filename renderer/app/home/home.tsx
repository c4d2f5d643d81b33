import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { Readiness } from './readiness.tsx'
import { ShiftPanel } from './shift-panel.tsx'
import { OwnDay } from './tallies.tsx'
import { DueAppeals, MissedCalls, SHOWN, useDueAppeals } from './who-waits.tsx'
import './home.css'

interface HomeProps {
  readonly onCall: ((number: string) => void) | null
  readonly onOpenAppeal: (appeal: Appeal) => void
}

/** The centre between calls: the day in own numbers, who waits, and whether the workplace is ready for the next call. */
export function Home({ onCall, onOpenAppeal }: HomeProps) {
  const t = useText('desk')
  const due = useDueAppeals()
  useLanguage()
  return (
    <div className="home scrolls">
      <h1 className="home__title">{t('home.title')}</h1>
      <OwnDay />
      <div className="home__pair">
        <MissedCalls onCall={onCall} />
        <DueAppeals all={due} onOpen={onOpenAppeal} max={SHOWN} />
      </div>
      <div className="home__column">
        <ShiftPanel />
      </div>
      <Readiness />
    </div>
  )
}
