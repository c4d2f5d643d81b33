import { describe, expect, it } from 'vitest'
import { anId } from '../../builders/ids.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { CommandDefinition } from '../../kernel/command.ts'
import { recordKey } from '../../kernel/record.ts'
import type { Booking } from './booking.ts'
import { assist, type BookArgs, book, giveTime, settleBooking } from './commands.ts'
import { openAt, weekOf } from './opening.ts'
import { routingSheet } from './routing-sheet.ts'
import { freeAt, type SlotDay, slotDayId } from './slot-day.ts'

const ACTOR: Actor = { userId: anId(7), orgId: anId(8), role: 'L2', clinicIds: [anId(0xc1)], deviceId: anId(9) }
const DAY = slotDayId(anId(0xc1), 1, '2026-11-26')

/** Applies commands one after another to the same records, as a desk and the server do. */
function world(places = 1) {
  const records = new Map<string, unknown>()
  const day: SlotDay = {
    id: DAY,
    clinicId: anId(0xc1),
    unit: 1,
    on: '2026-11-26',
    slots: [
      { time: '09:00', places, taken: 0 },
      { time: '18:00', places, taken: 0 },
    ],
  }
  records.set(`slotDay:${DAY}`, day)
  return {
    free: (time: string) => freeAt(records.get(`slotDay:${DAY}`) as SlotDay, time),
    booking: (n: number) => records.get(`booking:${anId(n)}`) as Booking | undefined,
    run<Args>(command: CommandDefinition<Args>, args: Args): string {
      const touched = command.touches(args).map(recordKey)
      const effect = command.apply(
        {
          actor: ACTOR,
          occurredAt: '2026-11-24T09:00:00.000Z',
          receivedAt: null,
          read: (kind, id) => {
            const key = recordKey({ kind, id })
            if (!touched.includes(key)) throw new Error(`${key} was read but not named`)
            return records.get(key)
          },
        },
        args,
      )
      if (!effect.ok) return effect.error.code
      for (const change of effect.value) records.set(recordKey(change), change.data)
      return 'ok'
    },
  }
}

function bookArgs(n: number, more: Partial<BookArgs> = {}): BookArgs {
  return {
    id: anId(n),
    personId: anId(100 + n),
    clinicId: anId(0xc1),
    unit: 1,
    what: 'checkUp',
    place: { on: '2026-11-26', time: '09:00' },
    wish: null,
    note: '',
    informingId: null,
    ...more,
  }
}
const end = (n: number, outcome: 'came' | 'noShow' | 'cancelled', reason: number | null = null) => {
  const { id, clinicId, unit, place } = bookArgs(n)
  return { id, clinicId, unit, place, outcome, reason }
}

describe('[P11] booking', () => {
  it('takes a place, and the last place only once', () => {
    const it = world()
    expect(it.run(book, bookArgs(1))).toBe('ok')
    expect(it.booking(1)).toMatchObject({ state: 'booked', bookedBy: anId(7) })
    expect(it.free('09:00')).toBe(0)
    expect(it.run(book, bookArgs(2))).toBe('clinics.slotTaken')
    expect(it.run(book, bookArgs(2, { place: { on: '2026-11-26', time: '18:00' } }))).toBe('ok')
  })

  it('refuses a time at which the clinic sees nobody, and a day without a schedule', () => {
    expect(world().run(book, bookArgs(1, { place: { on: '2026-11-26', time: '07:00' } }))).toBe('clinics.slotTaken')
    expect(world().run(book, bookArgs(1, { place: { on: '2026-11-29', time: '09:00' } }))).toBe('clinics.noSchedule')
  })

  it('asks the clinic for a time and gives the time later', () => {
    const it = world()
    const wish = { from: '2026-11-25', part: 'evening' } as const
    expect(it.run(book, bookArgs(1, { place: null, wish }))).toBe('ok')
    expect(it.booking(1)).toMatchObject({ state: 'requested', place: null, wish })
    expect(it.run(settleBooking, end(1, 'came'))).toBe('clinics.notBooked')
    const given = {
      id: anId<never>(1),
      clinicId: anId<never>(0xc1),
      unit: 1,
      place: { on: '2026-11-26', time: '18:00' },
    }
    expect(it.run(giveTime, given)).toBe('ok')
    expect(it.booking(1)).toMatchObject({ state: 'booked', place: given.place })
    expect(it.run(giveTime, given)).toBe('clinics.notWaiting')
  })

  it('needs a place or a wish', () => {
    expect(book.args.safeParse(bookArgs(1, { place: null })).success).toBe(false)
  })

  it('records who came, who did not with the reason, and frees a cancelled place', () => {
    const it = world(2)
    for (const n of [1, 2, 3]) it.run(book, bookArgs(n, n === 3 ? { place: { on: '2026-11-26', time: '18:00' } } : {}))
    expect(it.run(settleBooking, end(1, 'came'))).toBe('ok')
    expect(it.booking(1)).toMatchObject({ state: 'came', settledBy: anId(7), reason: null })
    expect(settleBooking.args.safeParse(end(2, 'noShow')).success).toBe(false)
    expect(it.run(settleBooking, end(2, 'noShow', 11))).toBe('ok')
    expect(it.booking(2)).toMatchObject({ state: 'noShow', reason: 11 })
    expect(it.free('09:00')).toBe(0)
    expect(it.run(settleBooking, end(1, 'noShow', 1))).toBe('clinics.alreadySettled')
    expect(it.run(settleBooking, { ...end(3, 'cancelled'), place: { on: '2026-11-26', time: '18:00' } })).toBe('ok')
    expect(it.free('18:00')).toBe(2)
  })

  it('[E9] an assistance is registered by its kind, an administrator registers none', () => {
    const args = {
      id: anId<never>(5),
      personId: anId<never>(6),
      clinicId: anId<never>(0xc1),
      kind: 'booking',
      note: '',
    }
    expect(world().run(assist, args)).toBe('ok')
    expect(assist.allow({ ...ACTOR, role: 'AD' }, args)?.code).toBe('rights.notAllowed')
  })
})

describe('[P10] what is looked up', () => {
  const unit = {
    hours: [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: '08:00', to: weekday === 6 ? '15:00' : '20:00' })),
    rooms: [
      { number: '101', purpose: 'Регистратура', examination: null },
      { number: '112', purpose: 'Доврачебный', examination: 'АД' },
      { number: '133', purpose: 'Спирометрия', examination: 'Спирометрия', stage: 2 as const },
      {
        number: '142',
        purpose: 'Маммография',
        examination: 'ММГ',
        who: { sex: 'female' as const, ageFrom: 40, ageTo: 75 },
      },
      { number: '131', purpose: 'ЭКГ', examination: 'ЭКГ', who: { sex: null, ageFrom: 35, ageTo: 130 } },
    ],
  }

  it('says whether a unit is open at a moment', () => {
    expect(openAt(unit, '2026-11-24', '08:00').isOpen).toBe(true)
    expect(openAt(unit, '2026-11-24', '20:00').isOpen).toBe(false)
    expect(openAt(unit, '2026-11-29', '12:00')).toEqual({ isOpen: false, hours: null })
    expect(weekOf(unit)).toEqual([
      { fromDay: 1, toDay: 5, from: '08:00', to: '20:00' },
      { fromDay: 6, toDay: 6, from: '08:00', to: '15:00' },
    ])
  })

  it('the routing sheet holds the rooms for this age and sex', () => {
    const rooms = (birthDate: string, sex: 'male' | 'female') =>
      routingSheet(unit, { birthDate, sex }, 2026).map(({ room }) => room)
    expect(rooms('1986-12-31', 'female')).toEqual(['112', '142', '131'])
    expect(rooms('1986-12-31', 'male')).toEqual(['112', '131'])
    expect(rooms('1992-01-01', 'female')).toEqual(['112'])
    expect(rooms('1950-01-01', 'female')).toEqual(['112', '131'])
  })
})
