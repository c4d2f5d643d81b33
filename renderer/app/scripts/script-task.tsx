import { IconCloudOff } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import type { EditorStore } from '#renderer/features/call-scripts/editor/editor-store.ts'
import { textsOf, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { SavingWord, useSaving } from '#renderer/ui/saving-word.tsx'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import { type ScriptContent, type ScriptRules, scriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import { may, newId } from '../desk-parts.ts'
import { useApi } from '../supervision/use-online.ts'
import { editorApi, usePublished, useScriptOrders, useScriptRules } from './use-scripts.ts'

// The desks of those who only talk never load it.
const ScriptEditor = lazy(async () => ({
  default: (await import('#renderer/features/call-scripts/editor/script-editor.tsx')).ScriptEditor,
}))

interface ScriptTaskProps {
  readonly draftId: string
  readonly onClose: () => void
}

const clock = { now: (): number => Date.now() }

/** One draft of a script, opened for writing or for a second person's word (REQUIREMENTS S10). */
export function ScriptTask({ draftId, onClose }: ScriptTaskProps) {
  const t = useText('scriptEditor')
  const desk = useDesk()
  const api = useApi()
  const orders = useScriptOrders()
  const published = usePublished()
  const rules = useScriptRules().data
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const { saving, save } = useSaving()
  const [today] = useState(() => todayHere(Date.now()))
  const others = useMemo(() => published?.flatMap(({ inForce }) => inForce ?? []), [published])
  const opened = useEditor(draftId, rules, others, today)

  if (opened === 'unreachable')
    return <EmptyState icon={IconCloudOff} title={t('open.failed')} body={t('open.failed.body')} />
  if (opened === null || rules === undefined || others === undefined) return null
  const { scriptId } = opened.state.getState().draft
  return (
    <Suspense fallback={<p className="editor__base">{t('open.loading')}</p>}>
      <ScriptEditor
        key={draftId}
        store={opened}
        api={editorApi(api, draftId)}
        actor={{
          userId: desk.workplace.user.id,
          mayWrite: may(desk, 'script.write'),
          mayApprove: may(desk, 'script.approve'),
        }}
        others={others}
        versions={published?.find(({ id }) => id === scriptId)?.versions ?? []}
        {...{ rules, today, clock, isOnline }}
        newRunId={newId}
        exporting={<SavingWord saving={saving} />}
        onExport={(content) => void save(exportedFile(content))}
        onClose={() => {
          void orders.renew()
          onClose()
        }}
      />
    </Suspense>
  )
}

/** The store of the editor, with its lint in a worker; both end when another draft is opened. */
function useEditor(
  draftId: string,
  rules: ScriptRules | undefined,
  others: readonly CallScript[] | undefined,
  day: string,
): EditorStore | null | 'unreachable' {
  const api = useApi()
  const { drafts } = useDeskData()
  const [opened, setOpened] = useState<EditorStore | null | 'unreachable'>(null)
  const ground = useMemo(
    () => (rules === undefined || others === undefined ? null : { rules, others, day }),
    [rules, others, day],
  )
  const isReady = ground !== null
  useEffect(() => {
    if (!isReady) return
    let store: EditorStore | null = null
    let isOver = false
    void (async () => {
      const [answer, editor, worker] = await Promise.all([
        api.get(`/api/scripts/drafts/${draftId}`, scriptDraft),
        import('#renderer/features/call-scripts/editor/editor-store.ts'),
        import('#renderer/features/call-scripts/editor/lint-in-worker.ts'),
      ])
      if (isOver) return
      if (!answer.ok) return setOpened('unreachable')
      store = await editor.openEditor(drafts, answer.value, worker.lintInWorker())
      if (isOver) store.stop()
      else setOpened(store)
    })()
    return () => {
      isOver = true
      store?.stop()
      setOpened(null)
    }
  }, [api, drafts, draftId, isReady])

  // What others publish meanwhile is what this script is held against from now on.
  useEffect(() => {
    if (ground !== null && opened !== null && opened !== 'unreachable') opened.prepare(ground)
  }, [ground, opened])
  return opened
}

/** The script as a file that can be read in elsewhere: the published schema without version and approval. */
function exportedFile(content: ScriptContent) {
  const t = textsOf('scriptEditor')
  return {
    content: new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }),
    name: t('export.name', { id: content.id }),
    kind: 'json' as const,
  }
}
