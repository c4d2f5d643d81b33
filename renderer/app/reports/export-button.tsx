import { Button } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { useText } from '#renderer/i18n/i18n.ts'
import { SavingWord, useSaving } from '#renderer/ui/saving-word.tsx'
import type { ReportExport } from '#shared/features/reports/informing-effect.ts'
import type { Days } from '#shared/kernel/compared-period.ts'
import { useApi } from '../supervision/use-online.ts'
import { exportOf, type ReportSheet, workbookOf } from './workbook.ts'

interface ExportButtonProps {
  readonly report: ReportExport['report']
  readonly days: Days
  readonly sheets: readonly ReportSheet[]
  /** Name of the file without its ending. */
  readonly name: string
}

/** Makes an Excel file of what is shown. No file is made that the audit does not know of. */
export function ExportButton({ report, days, sheets, name }: ExportButtonProps) {
  const t = useText('reports')
  const api = useApi()
  const { saving, save: saveFile } = useSaving()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  async function save(): Promise<void> {
    setState('busy')
    const entered = await api.post('/api/reports/exports', exportOf(report, days, sheets), z.undefined())
    if (!entered.ok) return setState('failed')
    await saveFile({ content: await workbookOf(sheets), name, kind: 'xlsx' })
    setState('idle')
  }
  return (
    <span>
      <Button
        size="xs"
        variant="default"
        loading={state === 'busy'}
        leftSection={<IconFileSpreadsheet size={15} />}
        onClick={() => void save()}
      >
        {t('export')}
      </Button>
      {state === 'failed' ? (
        <p className="field__message" role="alert">
          {t('export.failed')}
        </p>
      ) : (
        <SavingWord saving={saving} />
      )}
    </span>
  )
}
