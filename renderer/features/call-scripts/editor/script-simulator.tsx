import { Button, Checkbox, NumberInput, Select } from '@mantine/core'
import { IconAlertTriangle, IconFlagCheck, IconPlayerPlay, IconRoute } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { waysOf, waysTaken } from '#shared/features/call-scripts/coverage.ts'
import { linkScript } from '#shared/features/call-scripts/link.ts'
import { scriptOf } from '#shared/features/call-scripts/publication.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { ScriptRunId } from '#shared/kernel/ids.ts'
import { ScriptPlayer } from '../script-player.tsx'
import { openScriptRun, type ScriptRunStore } from '../script-run-store.ts'
import { factsOf, PEOPLE, type SimulatedPerson, simulatedWrites, unkeptDrafts, valuesOf } from './simulated-person.ts'

interface ScriptSimulatorProps {
  readonly content: ScriptContent
  readonly others: readonly CallScript[]
  readonly hasFaults: boolean
  readonly today: LocalDate
  readonly clock: Clock
  readonly newRunId: () => ScriptRunId
  /** Ways taken in all walks so far, which the drawing marks. */
  readonly walked: ReadonlySet<string>
  readonly onWalk: (ways: readonly string[]) => void
  readonly onForget: () => void
}

/** Walks the script as it is now in the player of the operators itself, with a person who does not exist; nothing of it is recorded. */
export function ScriptSimulator(props: ScriptSimulatorProps) {
  const { content, others, hasFaults, today, clock, newRunId, walked, onWalk, onForget } = props
  const t = useText('scriptEditor')
  const [person, setPerson] = useState<SimulatedPerson>(PEOPLE.dueWoman)
  const [run, setRun] = useState<ScriptRunStore | null>(null)
  const script = useMemo(() => scriptOf(content, today), [content, today])
  const linked = useMemo(() => linkScript(script, others), [script, others])
  const name = person.isKnown ? t(`person.name.${person.sex}`) : null

  async function begin(): Promise<void> {
    const deps = { drafts: unkeptDrafts(), writes: simulatedWrites, clock, newRunId }
    // The button has the focus; without it the player takes it, and its keys work at once.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const given = { facts: factsOf(person), values: valuesOf(person, t) }
    setRun(await openScriptRun(deps, { callId: null, personId: null, script, library: others, ...given }))
  }

  // What is walked is counted at every answer, also of walks that are not ended.
  useEffect(() => {
    if (run === null) return
    const count = (): void => {
      const { script: walkedScript, run: state, facts } = run.state.getState()
      onWalk(waysTaken(walkedScript, state, facts))
    }
    count()
    return run.state.subscribe(count)
  }, [run, onWalk])

  const all = linked.ok && !hasFaults ? waysOf(linked.value) : null
  const taken = all === null ? 0 : [...all].filter((way) => walked.has(way)).length
  return (
    <section className="simulator" aria-label={t('simulator')}>
      <div className="simulator__set">
        <PersonFields person={person} onChange={setPerson} />
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          disabled={hasFaults || !linked.ok}
          onClick={() => void begin()}
        >
          {t(run === null ? 'simulator.begin' : 'simulator.again')}
        </Button>
        {all === null ? null : (
          <div className="coverage">
            <label className="coverage__words" htmlFor="coverage">
              {t('coverage', { taken, all: all.size })}
            </label>
            <meter id="coverage" min={0} max={all.size} value={taken} />
            {walked.size === 0 ? null : (
              <Button size="compact-xs" variant="subtle" onClick={onForget}>
                {t('coverage.forget')}
              </Button>
            )}
            <MissedWays content={content} all={all} walked={walked} />
          </div>
        )}
      </div>
      <div className="simulator__talk">
        {hasFaults ? (
          <Notice icon={IconAlertTriangle} tone="attention" title={t('simulator.faults')} />
        ) : run === null ? (
          <EmptyState icon={IconRoute} title={t('simulator.empty')} body={t('simulator.empty.body')} />
        ) : (
          <Talk run={run} personName={name} today={today} />
        )}
      </div>
    </section>
  )
}

/** The walk itself; its end says that nothing was kept, which the player of a real talk does not. */
function Talk({
  run,
  personName,
  today,
}: {
  readonly run: ScriptRunStore
  readonly personName: string | null
  readonly today: LocalDate
}) {
  const t = useText('scriptEditor')
  const isEnded = useStore(run.state, ({ recorded }) => recorded === 'yes')
  if (isEnded) return <EmptyState icon={IconFlagCheck} title={t('simulator.ended')} body={t('simulator.ended.body')} />
  return (
    <ScriptPlayer
      key={run.state.getState().run.startedAt}
      store={run}
      hasKeys
      isTrial
      onOpenForm={(form) => run.completeForm(form, t(`form.${form}`))}
      personName={personName}
      today={today}
    />
  )
}

interface PersonFieldsProps {
  readonly person: SimulatedPerson
  readonly onChange: (person: SimulatedPerson) => void
}

const NAMES = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]

/** Who is spoken with: one of several made-up people, each fact of whom can be changed. */
function PersonFields({ person, onChange }: PersonFieldsProps) {
  const t = useText('scriptEditor')
  const chosen = NAMES.find((name) => PEOPLE[name] === person) ?? null
  return (
    <fieldset className="simulator__person">
      <legend className="field__label">{t('simulator.person')}</legend>
      <Select
        size="xs"
        aria-label={t('simulator.person')}
        placeholder={t('simulator.person.own')}
        value={chosen}
        data={NAMES.map((name) => ({ value: name, label: t(`person.${name}`) }))}
        onChange={(name) => name !== null && onChange(PEOPLE[name as keyof typeof PEOPLE])}
      />
      <div className="step-fields__pair">
        <NumberInput
          size="xs"
          label={t('about.age')}
          min={0}
          max={120}
          disabled={!person.isKnown}
          value={person.age}
          onChange={(age) => typeof age === 'number' && onChange({ ...person, age })}
        />
        <NumberInput
          size="xs"
          label={t('about.hour')}
          min={0}
          max={23}
          value={person.hour}
          onChange={(hour) => typeof hour === 'number' && onChange({ ...person, hour })}
        />
      </div>
      {(['isKnown', 'isInbound', 'isDue', 'isStageTwoDue', 'isLowMobility', 'hasPriority', 'hasSupport'] as const).map(
        (fact) => (
          <Checkbox
            key={fact}
            size="xs"
            label={t(`person.${fact}`)}
            checked={person[fact]}
            onChange={(event) => onChange({ ...person, [fact]: event.currentTarget.checked })}
          />
        ),
      )}
    </fieldset>
  )
}

interface MissedWaysProps {
  readonly content: ScriptContent
  readonly all: ReadonlySet<string>
  readonly walked: ReadonlySet<string>
}

/** How many ways that nobody has walked are named; the rest is counted. */
const NAMED_MAX = 8

function MissedWays({ content, all, walked }: MissedWaysProps) {
  const t = useText('scriptEditor')
  const missed = [...all].filter((way) => !walked.has(way))
  if (missed.length === 0) return <p className="step-fields__code">{t('coverage.whole')}</p>
  return (
    <details>
      <summary>{t('coverage.missed', { count: missed.length })}</summary>
      <ul className="coverage__missed" lang="ru">
        {missed.slice(0, NAMED_MAX).map((way) => (
          <li key={way}>{wordsOf(way, content)}</li>
        ))}
      </ul>
    </details>
  )
}

/** A way by the title of its step and the words of its answer. */
function wordsOf(way: string, content: ScriptContent): string {
  const [id = '', value = ''] = way.split(' → ')
  const node = content.nodes.find((step) => step.id === id)
  const label = node?.options?.find((option) => option.value === value)?.label
  return `${node?.title ?? id} → ${label ?? value}`
}
