import { Button, FileButton } from '@mantine/core'
import { IconAlertCircle, IconCloudOff, IconFileImport, IconPencil, IconPlus, IconUserCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { contentOf } from '#shared/features/call-scripts/publication.ts'
import {
  type DraftSummary,
  type NewDraft,
  type ScriptContent,
  scriptContent,
} from '#shared/features/call-scripts/script-draft.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import { NewScript } from './new-script.tsx'
import { ScriptVersions } from './script-versions.tsx'
import { type PublishedScript, type Refused, useDrafts, usePublished, useScriptOrders } from './use-scripts.ts'
import '#renderer/features/call-scripts/scripts-page.css'

/** Largest file that is read in, in bytes: the server takes no larger one. */
const FILE_BYTES_MAX = 2 * 1024 * 1024

/** Every script of the organisation: what is in force, what comes, what is being written (REQUIREMENTS S10). */
export function ScriptsPage() {
  const t = useText('scriptEditor')
  useLanguage()
  const desk = useDesk()
  const published = usePublished()
  const query = useDrafts()
  const orders = useScriptOrders()
  const [refused, setRefused] = useState<Refused | null>(null)
  const [isNew, setIsNew] = useState(false)
  const canWrite = may(desk, 'script.write')
  const drafts = query.data?.drafts ?? []
  const open = (draftId: string): void => desk.navigation.go({ kind: 'scriptDraft', draftId })

  async function begin(draft: NewDraft): Promise<Refused | null> {
    const begun = await orders.begin(draft)
    if (begun.kind === 'open') open(begun.draftId)
    const problem = begun.kind === 'open' ? null : begun.kind === 'refused' ? begun.refusals : 'unreachable'
    setRefused(problem)
    return problem
  }
  async function read(file: File | null): Promise<void> {
    if (file === null) return
    const content = await readScript(file)
    if ('refusals' in content) setRefused(content.refusals)
    else await begin({ content, basedOn: published?.find(({ id }) => id === content.id)?.inForce?.version ?? null })
  }

  const known = new Set(published?.map(({ id }) => id))
  const fresh = drafts.filter(({ scriptId }) => !known.has(scriptId))
  return (
    <section className="scripts scrolls" aria-label={t('list')}>
      <header className="scripts__head">
        <h1 className="sv-list__title">{t('list')}</h1>
        {canWrite && !isNew ? (
          <>
            <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setIsNew(true)}>
              {t('list.new')}
            </Button>
            <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
              {(file) => (
                <Button {...file} size="xs" variant="default" leftSection={<IconFileImport size={15} aria-hidden />}>
                  {t('list.import')}
                </Button>
              )}
            </FileButton>
          </>
        ) : null}
      </header>
      {refused === null ? null : <RefusedNotices refused={refused} />}
      {isNew ? <NewScript onBegin={begin} onCancel={() => setIsNew(false)} /> : null}
      {query.isError && query.data === undefined ? (
        <EmptyState icon={IconCloudOff} title={t('list.offline')} body={t('list.offline.body')} />
      ) : null}
      <div className="scripts__list">
        {fresh.map((draft) => (
          <article key={draft.id} className="script-card" aria-label={draft.title}>
            <h2 className="script-card__title" lang="ru">
              {draft.title}
            </h2>
            <p className="script-card__facts">
              {t(`purpose.${draft.purpose}`)} · {t('list.neverPublished')}
            </p>
            <DraftLine draft={draft} onOpen={open} />
          </article>
        ))}
        {published?.map((script) => (
          <ScriptCard
            key={script.id}
            script={script}
            draft={drafts.find(({ scriptId }) => scriptId === script.id)}
            isOnline={query.data !== undefined}
            onOpen={open}
            onBegin={begin}
            onRefused={setRefused}
          />
        ))}
      </div>
    </section>
  )
}

interface ScriptCardProps {
  readonly script: PublishedScript
  readonly draft: DraftSummary | undefined
  readonly isOnline: boolean
  readonly onOpen: (draftId: string) => void
  readonly onBegin: (draft: NewDraft) => Promise<unknown>
  readonly onRefused: (refused: Refused | null) => void
}

function ScriptCard({ script, draft, isOnline, onOpen, onBegin, onRefused }: ScriptCardProps) {
  const t = useText('scriptEditor')
  const desk = useDesk()
  const shown = script.inForce ?? script.versions[0]
  if (shown === undefined) return null
  return (
    <article className="script-card" aria-label={shown.title}>
      <h2 className="script-card__title" lang="ru">
        {shown.title}
      </h2>
      <p className="script-card__facts">
        {t(`purpose.${shown.purpose}`)} ·{' '}
        {script.inForce === null
          ? t('list.notInForce')
          : t('list.inForce', { version: shown.version, date: formatDate(shown.effectiveFrom) })}{' '}
        · {t('list.steps', { count: shown.nodes.length })}
      </p>
      {draft !== undefined ? (
        <DraftLine draft={draft} onOpen={onOpen} />
      ) : may(desk, 'script.write') && isOnline ? (
        <span className="script-card__actions">
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => void onBegin({ content: contentOf(shown), basedOn: shown.version })}
          >
            {t('list.change')}
          </Button>
        </span>
      ) : null}
      <ScriptVersions script={script} canChange={may(desk, 'script.write') && isOnline} onRefused={onRefused} />
    </article>
  )
}

function DraftLine({ draft, onOpen }: { readonly draft: DraftSummary; readonly onOpen: (draftId: string) => void }) {
  const t = useText('scriptEditor')
  return (
    <div className="script-card__draft">
      <StateChip
        icon={draft.state === 'draft' ? IconPencil : IconUserCheck}
        tone={draft.state === 'inReview' ? 'attention' : 'neutral'}
      >
        {t(`state.${draft.state}`)}
      </StateChip>
      <span className="script-card__facts">
        {t('list.changed', { name: draft.changedByName, when: formatMoment(draft.changedAt, Date.now()) })}
        {draft.openComments > 0 ? ` · ${t('list.comments', { count: draft.openComments })}` : ''}
      </span>
      <Button size="compact-xs" onClick={() => onOpen(draft.id)}>
        {t('list.open')}
      </Button>
    </div>
  )
}

/** Everything that the server or the file was refused for, each with its place. */
function RefusedNotices({ refused }: { readonly refused: Refused }) {
  const t = useText('scriptEditor')
  if (refused === 'unreachable')
    return <Notice icon={IconAlertCircle} tone="attention" role="alert" title={t('end.unreachable')} />
  return (
    <div role="alert">
      {refused.map((refusal) => (
        <Notice
          key={`${refusal.code} ${refusal.field} ${refusalText(refusal)}`}
          icon={IconAlertCircle}
          tone="attention"
          title={refusalText(refusal)}
        >
          {refusal.field === undefined ? null : t('list.place', { place: refusal.field })}
        </Notice>
      ))}
    </div>
  )
}

/** Faults of a file that are named at once: a wrong file has thousands. */
const FILE_FAULTS_MAX = 10

/** A script out of a file, or what of it does not fit, with its places. */
async function readScript(file: File): Promise<ScriptContent | { readonly refusals: readonly Refusal[] }> {
  if (file.size > FILE_BYTES_MAX) return { refusals: [refuse('scriptDraft.fileTooLarge')] }
  const text = await file.text()
  try {
    const parsed = scriptContent.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const faults = refusalsOf(parsed.error).slice(0, FILE_FAULTS_MAX)
    return {
      refusals: faults.map(({ field }) => refuse('scriptDraft.fileUnfit', field, { place: field ?? '' })),
    }
  } catch {
    return { refusals: [refuse('scriptDraft.notJson')] }
  }
}
