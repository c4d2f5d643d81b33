import type { AppealKind } from '#shared/features/appeals/classifier.ts'
import type { LocalDate, WorkingCalendar } from '#shared/kernel/calendar.ts'
import type { PlannedAppeal } from './appeals.ts'
import { type Draws, lotteryOf, sampleOf } from './draws.ts'
import type { Frame } from './frame.ts'
import type { PolyclinicCounts } from './shares.ts'
import { drawEvening, drawWorkingMoment, workingDaysBefore } from './working-time.ts'

/** Kinds other than gratitude, whose number is fixed (source 003). */
const KINDS: readonly (readonly [AppealKind, number])[] = [
  ['consultation', 70],
  ['application', 20],
  ['complaint', 4],
  ['proposal', 1],
]
const WRITTEN_COMPLAINTS = 0.12
/** Ages in days of the written complaints that are still open: a term that has just begun, one that ends soon, one that has passed. */
const OPEN_WRITTEN_DAYS = [6, 22, 38]
/** Share of people who come again with another question. */
const COMES_AGAIN = 0.15
/** People over sixty ask about twice as often. */
const YOUNGER_ASK = 0.5
const OFF_HOURS = 0.03

const ORAL_CHANNELS = lotteryOf([
  ['phone', 66],
  ['directLine', 5],
  ['fundForwarded', 6],
  ['visit', 8],
  ['clinicPost', 9],
  ['messenger', 3],
  ['internet', 3],
] as const)
const APPLICATION_CHANNELS = lotteryOf([
  ['visit', 40],
  ['clinicPost', 25],
  ['internet', 20],
  ['representative', 15],
] as const)
const WRITTEN_CHANNELS = lotteryOf([
  ['internet', 40],
  ['email', 25],
  ['post', 20],
  ['visit', 15],
] as const)
const OFF_HOURS_CHANNELS = lotteryOf([
  ['internet', 60],
  ['messenger', 25],
  ['email', 15],
] as const)

/** Who applies when, how and with what kind of question, in order of time. The words come later, when the people are known. */
export function planAppeals(
  draws: Draws,
  counts: PolyclinicCounts,
  frame: Frame,
  today: LocalDate,
  calendar: WorkingCalendar,
): PlannedAppeal[] {
  const days = workingDaysBefore(today, 365, calendar)
  const moments = Array.from({ length: counts.appeals }, () => {
    const isOffHours = draws.chance(OFF_HOURS)
    const day = draws.pick(days)
    return { at: isOffHours ? drawEvening(draws, day) : drawWorkingMoment(draws, day), isOffHours }
  }).sort((a, b) => a.at - b.at)
  const kinds = sampleOf(draws, kindsOf(counts), counts.appeals)
  const people = drawPeople(draws, counts.appeals, frame, today)
  const open = openWritten(moments, kinds, Date.parse(today))
  const complaints = [...kinds.keys()].filter((index) => kinds[index] === 'complaint' && !open.has(index))
  const others = Math.round((complaints.length + open.size) * WRITTEN_COMPLAINTS) - open.size
  const written = new Set([...open, ...sampleOf(draws, complaints, Math.max(0, others))])
  return moments.map(({ at, isOffHours }, index) => {
    const kind = kinds[index] ?? 'consultation'
    const isWritten = written.has(index)
    return {
      at,
      kind,
      form: isWritten ? 'written' : 'oral',
      channel: channelOf(draws, kind, isWritten, isOffHours),
      personIndex: people[index] ?? 0,
      isKeptOpen: open.has(index),
    }
  })
}

/** Makes the appeals of the wanted ages complaints by exchanging their kind with other complaints, so that the shares stay. */
function openWritten(moments: readonly { readonly at: number }[], kinds: AppealKind[], todayMs: number): Set<number> {
  const open = new Set<number>()
  for (const days of OPEN_WRITTEN_DAYS) {
    const index = moments.findIndex(({ at }, candidate) => at >= todayMs - days * 86_400_000 && !open.has(candidate))
    const complaint = kinds.findIndex((kind, candidate) => kind === 'complaint' && !open.has(candidate))
    if (index === -1 || complaint === -1) continue
    ;[kinds[index], kinds[complaint]] = ['complaint', kinds[index] ?? 'consultation']
    open.add(index)
  }
  return open
}

function kindsOf(counts: PolyclinicCounts): AppealKind[] {
  const total = KINDS.reduce((sum, [, share]) => sum + share, 0)
  const kinds: AppealKind[] = Array.from({ length: counts.gratitudes }, () => 'gratitude')
  const others = counts.appeals - counts.gratitudes
  for (const [kind, share] of KINDS.slice(1))
    for (let i = 0; i < Math.round((others * share) / total); i += 1) kinds.push(kind)
  while (kinds.length < counts.appeals) kinds.push('consultation')
  return kinds
}

function drawPeople(draws: Draws, count: number, frame: Frame, today: LocalDate): number[] {
  const sixty = Date.parse(`${Number(today.slice(0, 4)) - 60}${today.slice(4)}`) / 86_400_000
  const people: number[] = []
  while (people.length < count) {
    if (people.length > 20 && draws.chance(COMES_AGAIN)) {
      people.push(draws.pick(people))
      continue
    }
    const index = draws.between(0, frame.attached - 1)
    if (frame.insurer[index] !== 0 || frame.dirty.get(index) === 'dead') continue
    if ((frame.birthDay[index] ?? 0) > sixty && !draws.chance(YOUNGER_ASK)) continue
    people.push(index)
  }
  return people
}

function channelOf(draws: Draws, kind: AppealKind, isWritten: boolean, isOffHours: boolean): PlannedAppeal['channel'] {
  if (isWritten) return WRITTEN_CHANNELS.draw(draws)
  if (isOffHours) return OFF_HOURS_CHANNELS.draw(draws)
  return (kind === 'application' ? APPLICATION_CHANNELS : ORAL_CHANNELS).draw(draws)
}
