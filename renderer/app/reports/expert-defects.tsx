import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import type { AppealId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'
import { DefectsReport } from './defects.tsx'
import { firstChoice } from './report-choice.ts'
import { ReportPanel } from './report-panel.tsx'
import '../supervision/supervision.css'

/** What expertise found in the clinics, on the expert's own desk (REQUIREMENTS E8). A complaint opens when it stands on this desk. */
export function ExpertDefects({ onClose }: { readonly onClose: () => void }) {
  const t = useText('reports')
  const { reads } = useDeskData()
  const { navigation } = useDesk()
  const [choice, setChoice] = useState(() => ({ ...firstChoice(todayHere(Date.now())), kind: 'defects' as const }))
  const [foreign, setForeign] = useState<string | null>(null)
  async function open(appealId: string, number: string): Promise<void> {
    const held = await reads.record('appeal', appealId)
    if (held === null) setForeign(number)
    else navigation.go({ kind: 'appeal', appealId: appealId as AppealId })
  }
  return (
    <TaskFrame title={t('kind.defects')} onClose={onClose} isFilled>
      <div className="report-line">
        <ReportPanel
          kinds={['defects']}
          choice={choice}
          onChange={(changed) => setChoice({ ...changed, kind: 'defects' })}
        />
        {foreign === null ? null : (
          <p className="field__message" role="status">
            {t('defects.foreign', { number: foreign })}
          </p>
        )}
        <DefectsReport
          key={`${choice.days.from} ${choice.days.to} ${choice.against}`}
          choice={choice}
          onAppeal={(appealId, number) => void open(appealId, number)}
        />
      </div>
    </TaskFrame>
  )
}
