import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import type { UserId } from '#shared/kernel/ids.ts'

/** One record that this representative made today and the server has accepted. */
export interface SentItem {
  readonly id: string
  readonly kind: 'appeal' | 'call' | 'informing' | 'scriptRun' | 'booking' | 'assistance' | 'contactChange' | 'consent'
  readonly at: string
  /** What tells it apart: a registration number, a telephone number. */
  readonly about: string
  readonly personId: string | null
}

/** What was delivered of today's own work, newest first. */
export async function readSentToday(reads: DeskReads, userId: UserId, nowMs: number): Promise<readonly SentItem[]> {
  const today = todayHere(nowMs)
  const isToday = (instant: string): boolean => todayHere(Date.parse(instant)) === today
  const [appeals, calls, informings, runs, bookings, assistances, contacts, consents] = await Promise.all([
    reads.records('appeal', (it) => it.takenBy === userId && isToday(it.registeredAt)),
    reads.records('call', (it) => it.userId === userId && isToday(it.offeredAt)),
    reads.records('informing', (it) => it.userId === userId && isToday(it.at)),
    reads.records('scriptRun', (it) => it.userId === userId && isToday(it.startedAt)),
    reads.records('booking', (it) => it.bookedBy === userId && isToday(it.bookedAt)),
    reads.records('assistance', (it) => it.userId === userId && isToday(it.at)),
    reads.records('contactChange', (it) => it.by === userId && isToday(it.at)),
    reads.records('consent', (it) => it.takenBy === userId && isToday(it.takenAt)),
  ])
  const items: SentItem[] = [
    ...appeals
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({
        id,
        kind: 'appeal' as const,
        at: data.registeredAt,
        about: data.number,
        personId: data.concernsId ?? data.applicant.personId,
      })),
    ...calls
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({
        id,
        kind: 'call' as const,
        at: data.offeredAt,
        about: data.remoteNumber,
        personId: data.personId,
      })),
    ...informings
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({ id, kind: 'informing' as const, at: data.at, about: '', personId: data.personId })),
    ...runs
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({
        id,
        kind: 'scriptRun' as const,
        at: data.startedAt,
        about: '',
        personId: data.personId,
      })),
    ...bookings
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({ id, kind: 'booking' as const, at: data.bookedAt, about: '', personId: data.personId })),
    ...assistances
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({ id, kind: 'assistance' as const, at: data.at, about: '', personId: data.personId })),
    ...contacts
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({ id, kind: 'contactChange' as const, at: data.at, about: '', personId: data.personId })),
    ...consents
      .filter(({ delivery }) => delivery === 'sent')
      .map(({ id, data }) => ({ id, kind: 'consent' as const, at: data.takenAt, about: '', personId: data.personId })),
  ]
  return items.sort((a, b) => b.at.localeCompare(a.at))
}
