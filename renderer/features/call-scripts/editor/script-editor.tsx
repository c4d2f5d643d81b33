import { ActionIcon, Button, Tabs } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCircleCheck,
  IconDownload,
  IconPencil,
  IconUserCheck,
  IconX,
} from '@tabler/icons-react'
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useText } from '#renderer/i18n/i18n.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { faultRefusal } from '#shared/features/call-scripts/lint-fault.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import {
  type DraftActor,
  type DraftMove,
  FAULTLESS_STEPS,
  type ScriptContent,
  type ScriptRules,
} from '#shared/features/call-scripts/script-draft.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { ScriptRunId } from '#shared/kernel/ids.ts'
import { DraftSteps, EndWord } from './draft-steps.tsx'
import type { EditorApi, EditorEnd } from './editor-end.ts'
import { type EditorStore, isChanged } from './editor-store.ts'
import { FaultList } from './fault-list.tsx'
import { ScriptCompare } from './script-compare.tsx'
import { ScriptOutline } from './script-outline.tsx'
import { ScriptProperties } from './script-properties.tsx'
import { ScriptSimulator } from './script-simulator.tsx'
import { StepComments } from './step-comments.tsx'
import { StepPanel } from './step-panel.tsx'
import './script-editor.css'

// The library of the drawing is larger than the rest of the editor: who works by the outline never waits for it.
const ScriptGraph = lazy(async () => ({ default: (await import('./script-graph.tsx')).ScriptGraph }))

export interface ScriptEditorProps {
  readonly store: EditorStore
  readonly api: EditorApi
  readonly actor: DraftActor
  /** The other scripts in force, which this one may run inside itself. */
  readonly others: readonly CallScript[]
  /** Published versions of this script, the newest first. */
  readonly versions: readonly CallScript[]
  readonly rules: ScriptRules
  readonly today: LocalDate
  readonly clock: Clock
  readonly newRunId: () => ScriptRunId
  readonly isOnline: boolean
  /** What the host says of the file that is being saved. */
  readonly exporting: ReactNode
  readonly onExport: (content: ScriptContent) => void
  readonly onClose: () => void
}

type View = 'graph' | 'properties' | 'lint' | 'simulator' | 'compare'
const VIEWS: readonly View[] = ['graph', 'properties', 'lint', 'simulator', 'compare']
const STATE_ICONS = {
  draft: IconPencil,
  inReview: IconUserCheck,
  approved: IconCircleCheck,
  published: IconCircleCheck,
  dropped: IconX,
} as const

/** The workplace of a methodologist (REQUIREMENTS S10): outline, drawing and fields of one script, its faults, a simulator, and its life. */
export function ScriptEditor(props: ScriptEditorProps) {
  const { store, api, actor, others, versions, rules, today, isOnline, onClose } = props
  const t = useText('scriptEditor')
  const state = useStore(store.state)
  const { history, draft, selected, faults } = state
  const content = history.present
  const [view, setView] = useState<View>('graph')
  const [end, setEnd] = useState<EditorEnd | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [walked, setWalked] = useState<ReadonlySet<string>>(new Set())
  const firstField = useRef<HTMLInputElement>(null)
  const canWrite = actor.mayWrite && draft.state === 'draft'
  const node = content.nodes.find(({ id }) => id === selected)
  const typed = useKeptForm(`scripts/comment-${draft.id}-${selected ?? ''}`, () => ({ text: '' }))
  const faulty = useMemo(() => new Set(faults.flatMap(({ at }) => (at === null ? [] : [at]))), [faults])
  const commented = useMemo(
    () => new Set(draft.comments.flatMap(({ nodeId, isDone }) => (nodeId === null || isDone ? [] : [nodeId]))),
    [draft.comments],
  )
  const isUnsaved = isChanged(state)

  const walk = useCallback((ways: readonly string[]) => {
    setWalked((before) => (ways.every((way) => before.has(way)) ? before : new Set([...before, ...ways])))
  }, [])
  const openFields = useCallback(() => firstField.current?.select(), [])
  function go(id: string): void {
    setEnd(null)
    store.select(id)
    if (view !== 'graph' && view !== 'lint') setView('graph')
    requestAnimationFrame(openFields)
  }

  async function ask(work: () => Promise<EditorEnd>): Promise<boolean> {
    setIsBusy(true)
    const ended = await work()
    setIsBusy(false)
    if (ended.kind === 'done') store.saved(ended.draft)
    setEnd(ended.kind === 'done' ? null : ended)
    return ended.kind === 'done'
  }
  const save = (): Promise<boolean> => {
    const { upon, history: now } = store.state.getState()
    return ask(() => api.save(upon, now.present))
  }
  /** What is written is saved before every step, so that the step is about what stands on the screen. */
  async function move(step: DraftMove['step'], effectiveFrom = today): Promise<void> {
    const known = FAULTLESS_STEPS.includes(step) ? store.state.getState().faults : []
    if (known.length > 0) {
      setView('lint')
      return setEnd({ kind: 'refused', refusals: known.map((fault) => faultRefusal(content, fault)) })
    }
    if (step !== 'drop' && isChanged(store.state.getState()) && !(await save())) return
    const { revision } = store.state.getState().draft
    const isDone = await ask(() =>
      api.move(step === 'publish' ? { step, revision, effectiveFrom } : { step, revision }),
    )
    if (isDone && step === 'drop') onClose()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented) return
    const isCommand = event.ctrlKey || event.metaKey
    const back = isCommand && event.code === 'KeyZ' && !event.shiftKey
    const forth = isCommand && ((event.code === 'KeyZ' && event.shiftKey) || event.code === 'KeyY')
    const next = event.key === 'F8'
    if (isCommand && event.code === 'KeyS') {
      if (canWrite && isUnsaved && isOnline) void save()
    } else if (back && canWrite) store.undo()
    else if (forth && canWrite) store.redo()
    else if (next) nextFault()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  function nextFault(): void {
    const places = content.nodes.map(({ id }) => id).filter((id) => faulty.has(id))
    const at = places.indexOf(selected ?? '')
    const place = places[(at + 1) % places.length]
    if (place !== undefined) go(place)
  }

  return (
    <section className="editor" aria-label={t('editor.of', { title: content.title })} onKeyDown={onKeyDown}>
      <header className="editor__head">
        <h1 className="editor__title ellipsis" lang="ru">
          {content.title}
        </h1>
        <StateChip icon={STATE_ICONS[draft.state]} tone={draft.state === 'draft' ? 'neutral' : 'accent'}>
          {t(`state.${draft.state}`)}
        </StateChip>
        {draft.basedOn === null ? null : (
          <span className="editor__base">{t('basedOn', { version: draft.basedOn })}</span>
        )}
        <span className="editor__tools">
          {canWrite ? (
            <>
              <Back label={t('undo')} keys="Control+Z" isOff={history.past.length === 0} onUse={store.undo} />
              <Back
                label={t('redo')}
                keys="Control+Shift+Z"
                isOff={history.future.length === 0}
                onUse={store.redo}
                isForward
              />
              {isUnsaved ? <KeptWord keeping={state.keeping} /> : <span className="editor__base">{t('saved')}</span>}
              <Button
                size="xs"
                variant="default"
                disabled={!isUnsaved || !isOnline}
                loading={isBusy}
                rightSection={<KeyHint keys="Ctrl+S" />}
                aria-keyshortcuts="Control+S"
                onClick={() => void save()}
              >
                {t('save')}
              </Button>
            </>
          ) : null}
          {props.exporting}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('export')}
            title={t('export')}
            onClick={() => props.onExport(content)}
          >
            <IconDownload size={17} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={t('close')} title={t('close')} onClick={onClose}>
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </span>
      </header>
      <div className="editor__life">
        <DraftSteps {...{ draft, actor, today, isOnline, isBusy }} onMove={(step, from) => void move(step, from)} />
      </div>
      {end === null ? null : (
        <EndWord
          {...{ end, content }}
          onGo={go}
          onKeepMine={(theirs) => {
            store.keepMine(theirs)
            void save()
          }}
          onTakeTheirs={(theirs) => {
            store.takeTheirs(theirs)
            setEnd(null)
          }}
        />
      )}
      <div className={`editor__body editor__body--${view}`}>
        <ScriptOutline
          {...{ content, selected, faulty, commented, canWrite }}
          onSelect={store.select}
          onOpen={openFields}
          onEdit={store.edit}
        />
        <Tabs
          className="editor__views"
          value={view}
          onChange={(chosen) => setView((chosen ?? 'graph') as View)}
          keepMounted={false}
        >
          <Tabs.List>
            {VIEWS.map((name) => (
              <Tabs.Tab
                key={name}
                value={name}
                rightSection={name === 'lint' && faults.length > 0 ? <FaultCount count={faults.length} /> : undefined}
              >
                {t(`view.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="graph">
            <Suspense fallback={<p className="editor__base">{t('graph.loading')}</p>}>
              <ScriptGraph
                {...{ content, selected, faulty, walked, canWrite }}
                onSelect={store.select}
                onEdit={store.edit}
              />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="properties">
            <ScriptProperties {...{ content, canWrite }} themes={rules.themes} onEdit={store.edit} />
          </Tabs.Panel>
          <Tabs.Panel value="lint">
            <FaultList {...{ content, faults }} lint={state.lint} onGo={go} />
          </Tabs.Panel>
          <Tabs.Panel value="simulator">
            <ScriptSimulator
              {...{ content, others, today, walked }}
              clock={props.clock}
              newRunId={props.newRunId}
              hasFaults={faults.length > 0 || state.lint !== 'done'}
              onWalk={walk}
              onForget={() => setWalked(new Set())}
            />
          </Tabs.Panel>
          <Tabs.Panel value="compare">
            <ScriptCompare {...{ content, versions }} basedOn={draft.basedOn} onSelect={go} />
          </Tabs.Panel>
        </Tabs>
        {node === undefined ? null : (
          <div className="editor__step scrolls">
            <StepPanel
              key={node.id}
              {...{ content, node, canWrite, others, rules, firstField }}
              faults={faults.filter(({ at }) => at === node.id)}
              onEdit={store.edit}
            />
            <StepComments
              key={`comments ${node.id}`}
              comments={draft.comments.filter(({ nodeId }) => nodeId === node.id)}
              typed={typed}
              now={props.clock.now()}
              onSay={(text) => ask(() => api.say(node.id, text))}
              onDone={(id) => ask(() => api.settle(id))}
            />
          </div>
        )}
      </div>
    </section>
  )
}

interface BackProps {
  readonly label: string
  readonly keys: string
  readonly isOff: boolean
  readonly isForward?: boolean
  readonly onUse: () => void
}

function Back({ label, keys, isOff, isForward = false, onUse }: BackProps) {
  const Glyph = isForward ? IconArrowForwardUp : IconArrowBackUp
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      aria-keyshortcuts={keys}
      disabled={isOff}
      onClick={onUse}
    >
      <Glyph size={17} aria-hidden />
    </ActionIcon>
  )
}

function FaultCount({ count }: { readonly count: number }) {
  return <span className="work-tab__count work-tab__count--urgent digits">{count}</span>
}
