import { describe, expect, it } from 'vitest'
import { appealFits, clinicFits } from './palette-records.ts'

describe('Ctrl+K', () => {
  it('finds an appeal by its number, its applicant and its words', () => {
    const appeal = {
      number: 'ОЖ-2026-000123',
      text: 'Спрашивает о полисе',
      applicant: { personId: null, contactId: null, anonymous: false, name: 'Смирнова Анна', phone: null },
    }
    for (const words of ['000123', 'ож-2026', 'смирнова', 'полис']) expect(appealFits(appeal, words)).toBe(true)
    expect(appealFits(appeal, 'жалоба')).toBe(false)
  })

  it('finds a clinic by its name, its code and the address of a unit', () => {
    const unit = { number: 1, name: 'Отделение № 2', address: 'ул. Мира, 4', phone: '', hours: [], rooms: [] }
    const clinic = { name: 'Поликлиника № 7', shortName: 'ГП 7', registerCode: '340017', units: [unit as never] }
    for (const words of ['поликлиника', 'гп 7', '340017', 'мира', 'отделение'])
      expect(clinicFits(clinic, words)).toBe(true)
    expect(clinicFits(clinic, 'стационар')).toBe(false)
  })
})
