import { Button, Select } from '@mantine/core'
import { IconFileSpreadsheet, IconX } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { createFileTransfer } from '#renderer/sync/file-transfer.ts'
import { SavingWord, useSaving } from '#renderer/ui/saving-word.tsx'
import type { Days } from '#shared/kernel/compared-period.ts'
import uploadFile from '../../../assets/surveys/rules/upload.ru.json'
import { useDesk } from '../desk-context.tsx'
import { browserPorts } from '../desk-data/browser-ports.ts'
import { addressOf } from '../supervision/filters.ts'

/** Lists of codes that the fund takes, as the reference data name them. */
const LISTS: readonly string[] = uploadFile.lists.map((list) => list.scale)

/** The workbook for the fund of the days shown: made by the server, with a way to stop waiting for it (REQUIREMENTS C8, DOMAIN §5). */
export function SurveyWorkbook({ days }: { readonly days: Days }) {
  const t = useText('reports')
  const { workplace, session } = useDesk()
  const { saving, save } = useSaving()
  const [scale, setScale] = useState(LISTS[0] ?? '')
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const running = useRef<AbortController | null>(null)
  const transfer = useMemo(() => {
    const { fetch, tokens } = browserPorts(workplace.deviceId, session.tokens)
    return createFileTransfer({ baseUrl: workplace.apiUrl, fetch, tokens })
  }, [workplace, session])
  useEffect(() => () => running.current?.abort(), [])

  async function make(): Promise<void> {
    const control = new AbortController()
    running.current = control
    setState('busy')
    const answer = await transfer.download(addressOf('/api/surveys/upload', { scale, ...days }), control.signal)
    if (control.signal.aborted) return
    running.current = null
    setState(answer.ok ? 'idle' : 'failed')
    if (!answer.ok) return
    const { content, fileName } = answer.value
    await save({ content, name: fileName.replace(/\.xlsx$/, '') || `${scale}-${days.from}`, kind: 'xlsx' })
  }

  return (
    <div className="survey-export">
      <Select
        size="xs"
        aria-label={t('surveys.list')}
        autoComplete="off"
        allowDeselect={false}
        disabled={state === 'busy'}
        data={LISTS.map((value) => ({ value, label: t(`surveys.list.${value as 'noShowReasons'}`) }))}
        value={scale}
        onChange={(value) => setScale(value ?? scale)}
      />
      {state === 'busy' ? (
        <>
          <span className="survey-export__busy" role="status">
            {t('surveys.making')}
          </span>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={() => {
              running.current?.abort()
              setState('idle')
            }}
          >
            {t('surveys.stop')}
          </Button>
        </>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
          onClick={() => void make()}
        >
          {t('surveys.export')}
        </Button>
      )}
      {state === 'failed' ? (
        <p className="field__message" role="alert">
          {t('export.failed')}
        </p>
      ) : (
        <SavingWord saving={saving} />
      )}
    </div>
  )
}
