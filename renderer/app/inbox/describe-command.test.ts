import { describe, expect, it } from 'vitest'
import { describeCommand } from './describe-command.ts'

describe('a command in words', () => {
  it('names what it is, what it is about and what was typed', () => {
    const args = { number: 'ОЖ-2026-000001', text: 'Просит выписку', id: 'x' }
    expect(describeCommand({ name: 'appeals.register@1', args })).toEqual({
      what: 'Обращение',
      about: 'ОЖ-2026-000001',
      typed: 'Просит выписку',
    })
    expect(describeCommand({ name: 'telephony.recordCall', args: { remoteNumber: '+70001234567' } })).toMatchObject({
      about: '+7 (000) 123-45-67',
    })
  })

  it('says what a correction of contacts holds', () => {
    const typed = (correction: object) =>
      describeCommand({ name: 'insuredPersons.correctContact@1', args: { correction } }).typed
    expect(typed({ what: 'email', email: 'a@example.invalid' })).toBe('a@example.invalid')
    expect(typed({ what: 'addPhone', number: '+70001234567', kind: 'mobile' })).toBe('+7 (000) 123-45-67')
  })

  it('shows also what it does not know, without failing on its arguments', () => {
    expect(describeCommand({ name: 'future.thing@3', args: null })).toEqual({ what: 'Запись', about: '', typed: '' })
    expect(describeCommand({ name: 'appeals.register@1', args: { text: 7 } })).toMatchObject({ typed: '' })
  })
})
