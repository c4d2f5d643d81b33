import { Button, Menu, Progress } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft, IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { SavingWord, useSaving } from '#renderer/ui/saving-word.tsx'
import type { ImportJob, RowKind } from '#shared/features/preventive-care/import/import-job.ts'
import { useDesk } from '../desk-context.tsx'
import { failureText } from './failure-text.ts'
import { JobState } from './job-state.tsx'
import { ListRows } from './list-rows.tsx'
import { isRunning, useListDeeds } from './use-clinic-lists.ts'

/** In the order in which they need somebody. */
const KINDS: readonly RowKind[] = ['doubtful', 'wrong', 'new', 'changed', 'unchanged']

/** One list from its upload to its result: progress, preview by kind, confirmation, protocol. */
export function ListJob({ job, onBack }: { readonly job: ImportJob; readonly onBack: () => void }) {
  const t = useText('clinicLists')
  useLanguage()
  const { navigation } = useDesk()
  const { deed, protocol } = useListDeeds(job)
  const { saving, save } = useSaving()
  const [kind, setKind] = useState<RowKind | null>(null)
  const { counts } = job
  const shown = kind ?? KINDS.find((one) => (counts?.[one] ?? 0) > 0) ?? 'changed'
  const failure = failureText(deed.error) ?? failureText(protocol.error)
  return (
    <div className="lists-job">
      <header className="lists-job__head">
        <Button size="xs" variant="subtle" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
          {t('back')}
        </Button>
        <div className="lists-job__title">
          <h2 className="ellipsis" title={job.fileName}>
            {job.fileName}
          </h2>
          <p className="lists-soft">
            {t('job.from', { name: job.createdByName, when: formatMoment(job.createdAt, Date.now()) })}
          </p>
        </div>
        <JobState state={job.state} />
        {counts === null || job.rowsDeletedAt !== null ? null : (
          <ProtocolMenu
            isBusy={protocol.isPending || saving.phase === 'asking'}
            onChoose={(format) => protocol.mutate(format, { onSuccess: (file) => void save(file) })}
          />
        )}
      </header>
      <SavingWord saving={saving} />
      {isRunning(job) ? <Running job={job} isBusy={deed.isPending} onCancel={() => deed.mutate('cancel')} /> : null}
      {job.problem === null ? null : (
        <Notice icon={IconAlertTriangle} tone="attention" title={t('refused.title')} role="alert">
          {refusalText(job.problem)}
        </Notice>
      )}
      {job.state === 'applied' ? <Result job={job} /> : null}
      {job.rowsDeletedAt === null || job.state === 'refused' ? null : (
        <p className="lists-soft">{t('rowsDeleted', { when: formatMoment(job.rowsDeletedAt, Date.now()) })}</p>
      )}
      {counts === null || job.state === 'refused' || job.rowsDeletedAt !== null ? null : (
        <>
          <div className="lists-kinds" role="tablist" aria-label={t('kinds')}>
            {KINDS.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                aria-selected={one === shown}
                className={`lists-kind lists-kind--${one}`}
                onClick={() => setKind(one)}
              >
                <span className="lists-kind__count digits">{formatCount(counts[one])}</span>
                <span>{t(`kind.${one}`)}</span>
              </button>
            ))}
          </div>
          <div className="lists-job__body scrolls" role="tabpanel" aria-label={t(`kind.${shown}`)}>
            <ListRows key={shown} job={job} kind={shown} onPerson={(id) => navigation.openPerson(id, 'workList')} />
          </div>
        </>
      )}
      {failure === null ? null : (
        <p className="lists-refusal" role="alert">
          {failure}
        </p>
      )}
      {job.state === 'preview' && counts !== null ? (
        <Confirm job={job} isBusy={deed.isPending} onDeed={(name) => deed.mutate(name)} />
      ) : null}
    </div>
  )
}

function ProtocolMenu(props: { readonly isBusy: boolean; readonly onChoose: (format: 'csv' | 'xlsx') => void }) {
  const t = useText('clinicLists')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" loading={props.isBusy} leftSection={<IconDownload size={15} />}>
          {t('protocol')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => props.onChoose('xlsx')}>{t('protocol.xlsx')}</Menu.Item>
        <Menu.Item onClick={() => props.onChoose('csv')}>{t('protocol.csv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface RunningProps {
  readonly job: ImportJob
  readonly isBusy: boolean
  readonly onCancel: () => void
}

function Running({ job, isBusy, onCancel }: RunningProps) {
  const t = useText('clinicLists')
  const { read, done, total } = job.progress
  const share = job.state === 'reading' ? job.readShare : total === null || total === 0 ? 1 : done / total
  const words =
    job.state === 'reading'
      ? t('running.reading', { rows: formatCount(read) })
      : t('running.rows', { done: formatCount(done), total: formatCount(total ?? 0) })
  return (
    <div className="lists-running">
      <div className="lists-running__words" role="status">
        <span>
          {t(`running.${job.state === 'applying' ? 'applying' : job.state === 'matching' ? 'matching' : 'read'}`)}
        </span>
        <span className="lists-soft digits">{words}</span>
      </div>
      <Progress value={share * 100} aria-label={t('running.progress')} />
      <div className="lists-running__foot">
        <p className="lists-soft">{t('running.hint')}</p>
        <Button size="xs" variant="default" loading={isBusy} onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}

function Confirm({
  job,
  isBusy,
  onDeed,
}: {
  readonly job: ImportJob
  readonly isBusy: boolean
  readonly onDeed: (name: 'confirm' | 'cancel') => void
}) {
  const t = useText('clinicLists')
  const open = (job.counts?.doubtful ?? 0) - job.settled
  const work = (job.counts?.new ?? 0) + (job.counts?.changed ?? 0) + job.settled
  return (
    <footer className="lists-confirm">
      <p className="lists-soft">
        {work === 0
          ? t('confirm.nothing')
          : t('confirm.words', {
              added: formatCount(job.counts?.new ?? 0),
              changed: formatCount(job.counts?.changed ?? 0),
              settled: formatCount(job.settled),
            })}
        {open > 0 ? ` ${t('confirm.open', { count: open })}` : ''}
      </p>
      <Button variant="default" disabled={isBusy} onClick={() => onDeed('cancel')}>
        {t('confirm.cancel')}
      </Button>
      <Button loading={isBusy} onClick={() => onDeed('confirm')}>
        {t('confirm')}
      </Button>
    </footer>
  )
}

function Result({ job }: { readonly job: ImportJob }) {
  const t = useText('clinicLists')
  const { added = 0, changed = 0, partly = 0, left = 0, refused = 0 } = job.outcomes ?? {}
  return (
    <Notice icon={IconCircleCheck} tone="accent" title={t('result.title')} role="status">
      {t('result.words', {
        added: formatCount(added),
        changed: formatCount(changed + partly),
        left: formatCount(left),
        refused: formatCount(refused),
      })}
    </Notice>
  )
}
