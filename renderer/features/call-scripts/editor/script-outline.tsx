import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconCopy, IconFlag, IconMessage, IconPlus, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import {
  addStep,
  duplicateStep,
  moveStep,
  removeStep,
  STEP_KINDS,
  type StepKind,
} from '#shared/features/call-scripts/edit.ts'
import type { ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { StepIcon } from './step-icon.tsx'

interface ScriptOutlineProps {
  readonly content: ScriptContent
  readonly selected: string | null
  /** Steps that the lint finds something in. */
  readonly faulty: ReadonlySet<string>
  /** Steps with a comment that is not settled. */
  readonly commented: ReadonlySet<string>
  readonly canWrite: boolean
  readonly onSelect: (id: string) => void
  /** Enter: to the fields of the step. */
  readonly onOpen: () => void
  readonly onEdit: (content: ScriptContent) => void
}

/**
 * The steps in the order they are written, as one tab stop: arrows choose, Alt with arrows moves, Insert adds, Ctrl+D copies, Delete
 * deletes, Enter goes to the fields. Everything that the graph can is done here by keyboard.
 */
export function ScriptOutline(props: ScriptOutlineProps) {
  const { content, selected, canWrite, onSelect, onOpen, onEdit } = props
  const t = useText('scriptEditor')
  const list = useRef<HTMLDivElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const { nodes } = content
  const at = nodes.findIndex((node) => node.id === selected)

  useEffect(() => {
    if (selected === null) return
    list.current?.querySelector(`[data-step="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  function add(kind: StepKind): void {
    const added = addStep(content, selected, kind, t(`kind.${kind}`))
    onEdit(added.content)
    onSelect(added.id)
    // Once the menu has given the focus back: a new step is written at once.
    requestAnimationFrame(() => requestAnimationFrame(onOpen))
  }
  function remove(): void {
    if (selected === null) return
    onEdit(removeStep(content, selected))
    const next = nodes[at + 1] ?? nodes[at - 1]
    if (next !== undefined) onSelect(next.id)
  }
  function copy(): void {
    const copied = selected === null ? null : duplicateStep(content, selected)
    if (copied === null) return
    onEdit(copied.content)
    onSelect(copied.id)
  }
  const move = (by: -1 | 1): void => {
    if (selected !== null) onEdit(moveStep(content, selected, by))
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = (index: number): void => {
      const node = nodes[Math.min(nodes.length - 1, Math.max(0, index))]
      if (node !== undefined) onSelect(node.id)
    }
    const moves: Record<string, () => void> = {
      ArrowDown: () => to(at + 1),
      ArrowUp: () => to(at - 1),
      Home: () => to(0),
      End: () => to(nodes.length - 1),
      Enter: onOpen,
    }
    const edits: Record<string, () => void> = {
      Delete: remove,
      Insert: () => adder.current?.click(),
      ...(event.altKey ? { ArrowDown: () => move(1), ArrowUp: () => move(-1) } : {}),
      ...(event.ctrlKey && event.code === 'KeyD' ? { [event.key]: copy } : {}),
    }
    const act =
      (canWrite ? edits[event.key] : undefined) ?? (event.altKey || event.ctrlKey ? undefined : moves[event.key])
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  return (
    <section className="outline" aria-label={t('outline')}>
      {canWrite ? (
        <div className="outline__tools">
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button
                ref={adder}
                size="compact-xs"
                variant="light"
                leftSection={<IconPlus size={14} aria-hidden />}
                aria-keyshortcuts="Insert"
              >
                {t('step.add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {STEP_KINDS.map((kind) => (
                <Menu.Item key={kind} leftSection={<StepIcon kind={kind} />} onClick={() => add(kind)}>
                  {t(`kind.${kind}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <span className="outline__moves">
            <Tool label={t('step.up')} keys="Alt+ArrowUp" icon={IconArrowUp} isOff={at <= 0} onUse={() => move(-1)} />
            <Tool
              label={t('step.down')}
              keys="Alt+ArrowDown"
              icon={IconArrowDown}
              isOff={at === -1 || at === nodes.length - 1}
              onUse={() => move(1)}
            />
            <Tool label={t('step.copy')} keys="Control+D" icon={IconCopy} isOff={at === -1} onUse={copy} />
            <Tool label={t('step.delete')} keys="Delete" icon={IconTrash} isOff={at === -1} onUse={remove} />
          </span>
        </div>
      ) : null}
      <div
        ref={list}
        className="outline__list scrolls"
        role="listbox"
        aria-label={t('outline.list')}
        aria-activedescendant={at === -1 ? undefined : `step-${selected}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {nodes.map((node) => (
          <OutlineRow key={node.id} node={node} isStart={node.id === content.start} {...props} />
        ))}
      </div>
    </section>
  )
}

interface ToolProps {
  readonly label: string
  readonly keys: string
  readonly icon: typeof IconPlus
  readonly isOff: boolean
  readonly onUse: () => void
}

function Tool({ label, keys, icon: Glyph, isOff, onUse }: ToolProps) {
  return (
    <ActionIcon
      size={24}
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      aria-keyshortcuts={keys}
      disabled={isOff}
      onClick={onUse}
    >
      <Glyph size={15} aria-hidden />
    </ActionIcon>
  )
}

interface OutlineRowProps extends Pick<ScriptOutlineProps, 'selected' | 'faulty' | 'commented' | 'onSelect'> {
  readonly node: ScriptNode
  readonly isStart: boolean
}

function OutlineRow({ node, isStart, selected, faulty, commented, onSelect }: OutlineRowProps) {
  const t = useText('scriptEditor')
  const isFaulty = faulty.has(node.id)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys, its rows are its active descendants
    <div
      id={`step-${node.id}`}
      data-step={node.id}
      className={`outline__row ${isFaulty ? 'outline__row--faulty' : ''}`}
      role="option"
      aria-selected={node.id === selected}
      tabIndex={-1}
      onClick={() => onSelect(node.id)}
    >
      <StepIcon kind={node.kind} />
      <span className="outline__title ellipsis" lang="ru">
        {node.title ?? t('step.untitled', { kind: t(`kind.${node.kind}`), id: node.id })}
      </span>
      {isStart ? <IconFlag size={13} role="img" aria-label={t('step.first')} /> : null}
      {commented.has(node.id) ? <IconMessage size={13} role="img" aria-label={t('step.commented')} /> : null}
      {isFaulty ? <span className="outline__fault" role="img" aria-label={t('step.faulty')} /> : null}
    </div>
  )
}
