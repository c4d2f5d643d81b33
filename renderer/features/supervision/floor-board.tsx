import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import type { FloorLimit, FloorPerson, FloorState } from '#shared/features/supervision/floor.ts'
import { ageOf, FLOOR_ICONS, FLOOR_ORDER, inFloorOrder, toneOf } from './floor-words.ts'
import './floor.css'

const ROW_HEIGHT = 34

interface FloorBoardProps {
  readonly people: readonly FloorPerson[]
  /** This computer's time, and its difference from the server's. */
  readonly nowMs: number
  readonly offsetMs: number
  readonly targetSeconds: number
  readonly limits: readonly FloorLimit[]
  /** Only people in this state; null shows all. */
  readonly only: FloorState | null
  readonly onOnly: (state: FloorState | null) => void
  readonly chosen: string | null
  readonly onChoose: (person: FloorPerson) => void
}

/** Who is in which state and for how long; a state with its count shows only those who are in it. */
export function FloorBoard(props: FloorBoardProps) {
  const t = useText('floor')
  const { people, only, onOnly } = props
  const shown = inFloorOrder(only === null ? people : people.filter(({ state }) => state === only))
  return (
    <>
      <fieldset className="floor-states" aria-label={t('filter.label')}>
        <button type="button" className="floor-state" aria-pressed={only === null} onClick={() => onOnly(null)}>
          {t('filter.all')} <b className="digits">{people.length}</b>
        </button>
        {FLOOR_ORDER.map((state) => {
          const count = people.filter((person) => person.state === state).length
          if (count === 0 && state !== only) return null
          const Glyph = FLOOR_ICONS[state]
          return (
            <button
              key={state}
              type="button"
              className="floor-state"
              aria-pressed={only === state}
              onClick={() => onOnly(only === state ? null : state)}
            >
              <Glyph size={15} stroke={1.8} aria-hidden />
              {t(`state.${state}`)} <b className="digits">{count}</b>
            </button>
          )
        })}
      </fieldset>
      <div className="sv-columns floor-grid" aria-hidden>
        <span>{t('column.who')}</span>
        <span>{t('column.state')}</span>
        <span className="floor-since">{t('column.since')}</span>
        <span>{t('column.call')}</span>
      </div>
      {shown.length === 0 ? <p className="floor-none">{t('filter.none')}</p> : null}
      <VirtualList
        items={shown}
        keyOf={(person) => person.userId}
        rowHeight={ROW_HEIGHT}
        label={t('title')}
        activeKey={props.chosen}
        onActivate={props.onChoose}
      >
        {(person) => <FloorRow person={person} {...props} />}
      </VirtualList>
    </>
  )
}

/** One person of the board. */
export function FloorRow({
  person,
  nowMs,
  offsetMs,
  targetSeconds,
  limits,
}: { readonly person: FloorPerson } & FloorBoardProps) {
  const t = useText('floor')
  const age = ageOf(person.since, nowMs, offsetMs)
  const reason = person.reason === null ? '' : `: ${t(`reason.${person.reason}`)}`
  return (
    <span className={`sv-row floor-grid ${person.state === 'away' ? 'floor-row--away' : ''}`}>
      <span className="sv-cell floor-who">
        <span className="ellipsis">{person.name}</span>
        <span className="sv-soft">{t(`level.${person.role}`)}</span>
      </span>
      <span className="sv-cell">
        <StateChip
          icon={FLOOR_ICONS[person.state]}
          tone={toneOf(person, age ?? 0, { targetSeconds, limits })}
          isPlain={person.state === 'away'}
        >
          {`${t(`state.${person.state}`)}${reason}`}
        </StateChip>
      </span>
      <span className="sv-cell floor-since digits">{age === null ? '' : formatDuration(age / 1000)}</span>
      <span className="sv-cell floor-call">
        {person.calls.map((call) => (
          <span key={`${call.direction}${call.since}`} className="ellipsis">
            {t(`direction.${call.direction}`)}
            {call.direction === 'in' ? `, ${t(`source.${call.source}`)}` : ''}
            {call.phase === 'held' ? ` · ${t('phase.held')}` : ''}
          </span>
        ))}
        {person.unsent !== null && person.unsent > 0 ? (
          <span className="sv-soft ellipsis">{t('unsent', { count: person.unsent })}</span>
        ) : null}
      </span>
    </span>
  )
}
