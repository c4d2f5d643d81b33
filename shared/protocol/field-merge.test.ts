import { describe, expect, it } from 'vitest'
import { aCase } from '#shared/builders/a-case.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId } from '#shared/builders/ids.ts'
import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import { type DecideCaseArgs, decideCase } from '#shared/features/complaints/decision-commands.ts'
import { type CorrectContactArgs, correctContact, createContact } from '#shared/features/insured-persons/commands.ts'
import type { ContactCorrection } from '#shared/features/insured-persons/contact-change.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import { chosenArgs, type FieldChoice, mergeFields, seenFields } from './field-merge.ts'

const person = aPerson({ email: 'old@example.invalid' })
const correct = (correction: ContactCorrection): CorrectContactArgs => ({
  id: anId(1),
  personId: person.id,
  correction,
  source: 'person',
  note: '',
})
const readOf =
  (data: InsuredPerson | null) =>
  (kind: string): unknown =>
    kind === 'insuredPerson' ? (data ?? undefined) : undefined
const email = correct({ what: 'email', email: 'mine@example.invalid' })
const seen = seenFields(correctContact, email, readOf(person))
const conflictsWith = (now: InsuredPerson | null) => mergeFields(correctContact, email, seen, readOf(now)).conflicts

describe('[MERGE1] two changes of one record', () => {
  it('keep the value that the user saw with the command', () => {
    expect(seen).toEqual({ [`insuredPerson:${person.id}#email`]: 'old@example.invalid' })
  })

  it('are no conflict while the field holds what was seen, whatever happened beside it', () => {
    const address = { ...person.address, house: '99' }
    expect(conflictsWith({ ...person, address, preferredWays: ['sms'], phones: [] })).toEqual([])
  })

  it('are no conflict when both wrote the same', () => {
    expect(conflictsWith({ ...person, email: 'mine@example.invalid' })).toEqual([])
  })

  it('are a conflict when somebody else wrote another value, also when it was taken away', () => {
    const [conflict] = conflictsWith({ ...person, email: 'theirs@example.invalid' })
    expect(conflict).toMatchObject({
      edit: { field: 'email', argument: 'correction.email' },
      seen: 'old@example.invalid',
      now: 'theirs@example.invalid',
      wanted: 'mine@example.invalid',
    })
    expect(conflictsWith({ ...person, email: null })).toMatchObject([{ now: null }])
  })

  it('leave a record that is gone to the command’s own refusal', () => {
    expect(conflictsWith(null)).toEqual([])
  })

  it('compare an address by what it says, not by the order of its parts', () => {
    const args = correct({ what: 'address', address: { ...person.address, flat: '7' } })
    const before = seenFields(correctContact, args, readOf(person))
    const { street, ...rest } = person.address
    const turned = { ...person, address: { ...rest, street } }
    expect(mergeFields(correctContact, args, before, readOf(turned)).conflicts).toEqual([])
    const moved = { ...person, address: { ...rest, street: 'Другая' } }
    expect(mergeFields(correctContact, args, before, readOf(moved)).conflicts).toHaveLength(1)
  })

  it('compare one telephone by itself', () => {
    const [first, second] = ['+79001112233', '+79001112244'] as const
    const phone = (number: string, valid: boolean) => ({ number, kind: 'mobile' as const, valid })
    const both = { ...person, phones: [phone(first, true), phone(second, true)] }
    const args = correct({ what: 'markPhone', number: first, valid: false })
    const before = seenFields(correctContact, args, readOf(both))
    const other = { ...both, phones: [phone(first, true), phone(second, false)] }
    expect(mergeFields(correctContact, args, before, readOf(other)).conflicts).toEqual([])
  })

  it('are not compared for a command that only adds, nor for one of a desk that sends no seen values', () => {
    expect(
      seenFields(correctContact, correct({ what: 'addPhone', number: '+79001112255', kind: 'mobile' }), readOf(person)),
    ).toBeUndefined()
    expect(seenFields(createContact, {}, readOf(person))).toBeUndefined()
    expect(mergeFields(correctContact, email, undefined, readOf({ ...person, email: null })).conflicts).toEqual([])
  })
})

describe('[MERGE1] a command of several fields', () => {
  const decided = { justified: true, grounds: 'Нарушен срок приёма', on: '2026-11-24' } as const
  const theCase = aCase({ decision: decided })
  const decide = (fields: Partial<typeof decided | { justified: false; grounds: string }>): DecideCaseArgs => ({
    id: theCase.id,
    ...decided,
    ...fields,
  })
  const caseOf =
    (decision: ComplaintCase['decision']) =>
    (kind: string): unknown =>
      kind === 'complaintCase' ? { ...theCase, decision } : undefined
  const merge = (mine: DecideCaseArgs, theirs: ComplaintCase['decision']) =>
    mergeFields(decideCase, mine, seenFields(decideCase, mine, caseOf(decided)), caseOf(theirs))

  it('keeps what another wrote in a field that this user left as it was', () => {
    const merged = merge(decide({ justified: false }), { ...decided, grounds: 'Дополнено коллегой' })
    expect(merged.conflicts).toEqual([])
    expect(merged.args).toMatchObject({ justified: false, grounds: 'Дополнено коллегой' })
  })

  it('names only the fields that both changed', () => {
    const { conflicts } = merge(decide({ justified: false, grounds: 'Моё' }), { ...decided, grounds: 'Чужое' })
    expect(conflicts.map(({ edit, seen, now, wanted }) => [edit.field, seen, now, wanted])).toEqual([
      ['decision.grounds', 'Нарушен срок приёма', 'Чужое', 'Моё'],
    ])
  })

  it('is sent with the choice of each field, or not at all when nothing of it is left', () => {
    const mine = decide({ justified: false, grounds: 'Моё' })
    const merged = merge(mine, { ...decided, grounds: 'Чужое' })
    const chosen = (grounds: FieldChoice) =>
      chosenArgs(decideCase as CommandDefinition, merged, { 'decision.grounds': grounds })
    expect(chosen('mine')).toEqual(mine)
    // The field beside it is this user's own and is not lost with the choice.
    expect(chosen('theirs')).toEqual({ ...mine, grounds: 'Чужое' })
    const one = mergeFields(correctContact, email, seen, readOf({ ...person, email: 'theirs@example.invalid' }))
    expect(chosenArgs(correctContact, one, { email: 'mine' })).toEqual(email)
    expect(chosenArgs(correctContact, one, { email: 'theirs' })).toBeNull()
  })
})
