import '@mantine/core/styles.css'
import '#renderer/ui/tokens.css'
import '#renderer/ui/mantine-under-tokens.css'
import '#renderer/ui/base.css'
import '#renderer/ui/kit.css'
import '#renderer/app/supervision/supervision.css'
import '#renderer/i18n/i18n.ts'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import { Providers } from '#renderer/app/providers.tsx'
import { FloorBoard, FloorRow } from '#renderer/features/supervision/floor-board.tsx'
import { inFloorOrder } from '#renderer/features/supervision/floor-words.ts'
import type { FloorPerson, FloorState } from '#shared/features/supervision/floor.ts'
import type { UserId } from '#shared/kernel/ids.ts'

const STATES: readonly FloorState[] = ['ringing', 'talking', 'afterCallWork', 'ready', 'notReady', 'away']
const NAMES = ['Иванова Мария', 'Петрова Анна', 'Зайцева Наталья', 'Белых Дарья', 'Алексеев Илья']
const SECOND = 1_000

function aPerson(index: number, turn: number, nowMs: number): FloorPerson {
  const state = STATES[(index * 7 + turn * 5) % STATES.length] ?? 'ready'
  const since = new Date(nowMs - ((index * 13) % 600) * SECOND).toISOString()
  const isTalking = state === 'talking' || state === 'ringing'
  return {
    userId: `u${index}` as UserId,
    name: `${NAMES[index % NAMES.length]} ${index}`,
    role: 'L1',
    extension: String(1000 + index),
    state,
    reason: state === 'notReady' ? 'break' : null,
    since,
    calls: isTalking
      ? [{ direction: 'in', source: 'direct', phase: state === 'talking' ? 'talking' : 'ringing', since }]
      : [],
    unsent: 0,
  }
}

/** The board of a floor, as the desk draws it or with every row of it. */
export interface BenchFloor {
  /** Shows so many people. */
  show(kind: 'board' | 'whole', people: number): void
  /** A tenth of the people change at once, and all ages with them; milliseconds from the change to styled and laid out rows. */
  change(turn: number): number
  /** Frames longer than two periods of 60 Hz while changes come ten times a second, for so many milliseconds. */
  droppedFrames(ms: number): Promise<number>
}

declare global {
  interface Window {
    benchFloor: BenchFloor
  }
}

let root: Root | undefined
let kind: 'board' | 'whole' = 'board'
let people: FloorPerson[] = []
const startedAt = Date.now()

function Page({ nowMs }: { readonly nowMs: number }) {
  const shared = {
    nowMs,
    offsetMs: 0,
    targetSeconds: 20,
    limits: [{ state: 'afterCallWork', reason: null, attentionSeconds: 180, urgentSeconds: 300 } as const],
    only: null,
    onOnly: () => undefined,
    chosen: null,
    onChoose: () => undefined,
  }
  return (
    <Providers>
      <section className="sv-list" style={{ height: '700px' }}>
        <div className="sv-list__body">
          {kind === 'board' ? (
            <FloorBoard people={people} {...shared} />
          ) : (
            <div role="listbox" aria-label="all" style={{ height: '600px', overflow: 'auto' }}>
              {inFloorOrder(people).map((person) => (
                <div key={person.userId} role="option" aria-selected={false} tabIndex={-1}>
                  <FloorRow person={person} people={people} {...shared} />
                </div>
              ))}
            </div>
          )}
        </div>
      </section>
    </Providers>
  )
}

function draw(turn: number): number {
  const nowMs = startedAt + turn * 100
  people = people.map((person, index) => (index % 10 === turn % 10 ? aPerson(index, turn, nowMs) : person))
  const before = performance.now()
  flushSync(() => root?.render(<Page nowMs={nowMs} />))
  // reading a place makes the browser style and lay out what has changed
  document.body.getBoundingClientRect()
  return performance.now() - before
}

window.benchFloor = {
  show(wanted, count) {
    root?.unmount()
    kind = wanted
    people = Array.from({ length: count }, (_, index) => aPerson(index, 0, startedAt))
    const place = document.createElement('main')
    document.body.replaceChildren(place)
    root = createRoot(place)
    draw(0)
  },
  change: draw,
  droppedFrames: (ms) =>
    new Promise((resolve) => {
      let [turn, dropped, last] = [1, 0, performance.now()]
      const end = last + ms
      const timer = setInterval(() => draw(turn++), 100)
      const frame = (at: number): void => {
        if (at - last > 2 * (SECOND / 60) + 1) dropped += 1
        last = at
        if (at < end) requestAnimationFrame(frame)
        else {
          clearInterval(timer)
          resolve(dropped)
        }
      }
      requestAnimationFrame(frame)
    }),
}
document.title = 'ready'
