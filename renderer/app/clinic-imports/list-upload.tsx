import { Button, Select } from '@mantine/core'
import { IconAlertCircle, IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { rightOf } from '#shared/features/auth/rights.ts'
import type { ImportJob } from '#shared/features/preventive-care/import/import-job.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { failureText } from './failure-text.ts'
import { useUpload } from './use-clinic-lists.ts'

const TYPES = '.xml,.csv,.txt,.xlsx'

/** Choose or drop a file. With several clinics the clinic is chosen first: a list of another one is refused anyway. */
export function ListUpload({ onBegun }: { readonly onBegun: (job: ImportJob) => void }) {
  const t = useText('clinicLists')
  const input = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController | null>(null)
  const { workplace } = useDesk()
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const { role, clinicIds } = workplace.user
  const isWholeOrg = rightOf(role, 'clinicList.load') === 'org'
  const served = (clinics ?? []).filter(({ id }) => isWholeOrg || clinicIds.some((own) => own === id))
  const [chosen, setChosen] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const upload = useUpload(onBegun)
  const clinicId = chosen ?? served[0]?.id ?? null

  function send(file: File | undefined): void {
    if (file === undefined || clinicId === null || upload.isPending) return
    stop.current = new AbortController()
    upload.mutate({ file, clinicId: clinicId as ClinicId, signal: stop.current.signal })
  }

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    send(event.dataTransfer.files[0])
  }

  const failure = stop.current?.signal.aborted ? null : failureText(upload.error)
  return (
    <div className="lists-upload">
      {served.length > 1 ? (
        <Select
          size="sm"
          label={t('upload.clinic')}
          value={clinicId}
          data={served.map(({ id, data }) => ({ value: id, label: data.shortName }))}
          onChange={setChosen}
          allowDeselect={false}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut, the button inside does the same by keyboard */}
      <div
        className={`lists-drop ${isOver ? 'lists-drop--over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconFileUpload size={30} stroke={1.4} aria-hidden />
        <div className="lists-drop__words">
          <p className="lists-drop__title">{upload.isPending ? t('upload.sending') : t('upload.title')}</p>
          <p className="lists-drop__hint">{t('upload.hint')}</p>
        </div>
        {upload.isPending ? (
          <Button variant="default" onClick={() => stop.current?.abort()}>
            {t('cancel')}
          </Button>
        ) : (
          <Button onClick={() => input.current?.click()} disabled={clinicId === null}>
            {t('upload.choose')}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          accept={TYPES}
          hidden
          aria-label={t('upload.choose')}
          onChange={(event) => {
            send(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      {failure === null ? null : (
        <Notice icon={IconAlertCircle} tone="attention" title={t('upload.refused')} role="alert">
          {failure}
        </Notice>
      )}
    </div>
  )
}
