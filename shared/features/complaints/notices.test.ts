import { describe, expect, it } from 'vitest'
import { aCase } from '../../builders/a-case.ts'
import { anId, CLINIC_ID, USER_ID } from '../../builders/ids.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { CommandDefinition } from '../../kernel/command.ts'
import type { LegalTerm, LegalTermRule } from '../../kernel/legal-term.ts'
import { noticesOpen, noticesOwed } from './case-notices.ts'
import { nextStep } from './case-terms.ts'
import { type ComplaintCase, complaintCase, outgoingNumber } from './complaint-case.ts'
import { closeCase } from './decision-commands.ts'
import { approveNotice, askNotice, recordNoticeSending, returnNotice } from './notice-commands.ts'
import { proofNotice } from './proof.ts'
import { forwardCase } from './term-commands.ts'

const expert: Actor = {
  userId: anId(USER_ID),
  orgId: anId(0x0e),
  role: 'L3',
  clinicIds: [anId(CLINIC_ID)],
  deviceId: anId(0xd1),
}
const supervisor: Actor = { ...expert, userId: anId(0xa2), role: 'SV' }

/** The case after a command, or the code of the refusal. */
function run<Args>(
  command: CommandDefinition<Args>,
  args: unknown,
  before: ComplaintCase,
  actor = expert,
): ComplaintCase | string {
  const parsed = command.args.parse(args)
  const forbidden = command.allow(actor, parsed)
  if (forbidden) return forbidden.code
  const context = { actor, occurredAt: '2026-11-25T09:00:00.000Z', receivedAt: null, read: () => before }
  const effect = command.apply(context, parsed)
  return effect.ok ? complaintCase.parse(effect.value[0]?.data) : effect.error.code
}

function result<Args>(command: CommandDefinition<Args>, args: unknown, before: ComplaintCase, actor?: Actor) {
  const outcome = run(command, args, before, actor)
  if (typeof outcome === 'string') throw new Error(`refused: ${outcome}`)
  return outcome
}

const { id } = aCase()
const text = {
  templateId: 'complaint-extension',
  templateVersion: '1',
  recipient: 'Смирновой Анне Петровне',
  address: '194354, Санкт-Петербург, ул. Есенина, 12',
  way: 'post',
  body: 'Ждём заключение эксперта.',
} as const
const extended = aCase({ extension: { days: 30, decidedOn: '2026-11-25', reason: 'Ждём заключение эксперта' } })
const reference = {
  rules: ['answer', 'forward'].map(
    (code): LegalTermRule => ({
      code,
      validFrom: '2006-11-02',
      validTo: null,
      act: '59-ФЗ',
      words: 'срок',
      length: code === 'answer' ? 30 : 7,
      unit: 'calendarDays',
      onDayOff: 'keep',
      pausable: false,
      extendableBy: code === 'answer' ? 30 : null,
      confirmed: true,
    }),
  ),
  calendar: { holidays: new Set<string>(), workingWeekends: new Set<string>(), confirmedYears: new Set([2026, 2027]) },
}
const step = (theCase: ComplaintCase) => nextStep(theCase, reference as never, '2026-11-25')

describe('letters besides the answer @E3', () => {
  it('are owed by what was decided, and go from the expert over the supervisor to the applicant', () => {
    expect(run(askNotice, { id, kind: 'extension', ...text }, aCase())).toBe('complaints.noticeNotOwed')
    expect(step(extended)).toMatchObject({ who: 'you', what: 'writeNotice', due: '2026-12-23' })
    const asked = result(askNotice, { id, kind: 'extension', ...text }, extended)
    // While the supervisor reads it, the work on the case goes on.
    expect(step(asked).what).toBe('decide')
    expect(run(askNotice, { id, kind: 'extension', ...text }, asked)).toBe('complaints.noticeIsOut')
    expect(run(approveNotice, { id, kind: 'extension', revision: 1 }, asked)).toBe('rights.notAllowed')
    const mending = { id, kind: 'extension', revision: 1, comment: 'Назовите причину точнее' }
    const returned = result(returnNotice, mending, asked, supervisor)
    expect(step(returned).what).toBe('mendNotice')
    const again = result(askNotice, { id, kind: 'extension', ...text }, returned)
    expect(run(approveNotice, { id, kind: 'extension', revision: 1 }, again, supervisor)).toBe('complaints.notAsked')
    const sending = { id, kind: 'extension', way: 'post', on: '2026-11-25' }
    expect(run(recordNoticeSending, sending, again)).toBe('complaints.notApproved')
    const approved = result(approveNotice, { id, kind: 'extension', revision: 2 }, again, supervisor)
    expect(step(approved).what).toBe('sendNotice')
    const sent = result(recordNoticeSending, sending, approved)
    expect([noticesOpen(sent), sent.notices?.extension?.sentOn, step(sent).what]).toEqual([[], '2026-11-25', 'decide'])
    expect(sent.history.at(-1)).toMatchObject({ what: 'noticeSent', letter: 'extension' })
  })

  it('keep a forwarded case open until both letters have gone out', () => {
    const forwarding = { id, to: 'Росздравнадзор', on: '2026-11-25', reason: 'Лицензирование' }
    const forwarded = result(forwardCase, forwarding, aCase())
    expect(noticesOwed(forwarded)).toEqual(['forwarding', 'forwardingNotice'])
    expect(step(forwarded)).toMatchObject({ what: 'writeNotice', due: '2026-11-30' })
    const closing = { id, reason: 'forwarded', on: '2026-11-25', note: '' }
    expect(run(closeCase, closing, forwarded)).toBe('complaints.noticesOpen')
    const out = (['forwarding', 'forwardingNotice'] as const).reduce((theCase, kind) => {
      const asked = result(askNotice, { id, kind, ...text }, theCase)
      const approved = result(approveNotice, { id, kind, revision: 1 }, asked, supervisor)
      return result(recordNoticeSending, { id, kind, way: 'post', on: '2026-11-25' }, approved)
    }, forwarded)
    expect(step(out).what).toBe('close')
    expect(result(closeCase, closing, out).state).toBe('closed')
    expect(noticesOwed(aCase({ ...forwarded, form: 'oral' }))).toEqual([])
  })

  it('bear numbers of their own', () => {
    const kinds = ['extension', 'forwarding', 'forwardingNotice', null] as const
    expect(new Set(kinds.map((kind) => outgoingNumber('ОЖ-2026-000001', 1, kind))).size).toBe(4)
  })

  const facts = {
    kind: 'extension',
    number: 'ОЖ-2026-000001',
    applicantName: 'Смирнова Анна Петровна',
    isAnonymous: false,
    answerTerm: { due: '2027-01-22' } as LegalTerm,
    forwardedTo: null,
    sendBy: '2026-12-23',
    today: '2026-11-25',
  } as const
  const forwardingFacts = { ...facts, kind: 'forwarding', answerTerm: null, forwardedTo: 'Росздравнадзор' } as const
  it.each([
    ['nothing is wrong', {}, facts, []],
    ['an empty text', { body: ' ' }, facts, ['body.empty']],
    ['a placeholder', { body: 'Ждём [чего].' }, facts, ['body.placeholder']],
    ['a number of another case', { body: 'По делу ОЖ-2026-000002.' }, facts, ['body.foreignNumber']],
    ['another term than was decided', { body: 'Ответим до 30.01.2027.' }, facts, ['body.otherTerm']],
    ['the term that was decided', { body: 'Ответим до 22.01.2027.' }, facts, []],
    ['no address', { address: '' }, facts, ['address.addressNeeded']],
    ['another person', { recipient: 'Ивановой Ольге' }, facts, ['recipient.otherRecipient']],
    ['too late', {}, { ...facts, today: '2026-12-24' }, ['case.late']],
    ['an anonymous applicant', {}, { ...facts, isAnonymous: true }, ['recipient.anonymous']],
    ['another addressee', {}, forwardingFacts, ['recipient.otherAddressee']],
    ['the addressee', { recipient: 'Росздравнадзор по Санкт-Петербургу' }, forwardingFacts, []],
  ] as const)('proof: %s', (_what, changes, known, expected) => {
    expect(proofNotice({ ...text, ...changes }, known).map((it) => `${it.field}.${it.code}`)).toEqual(expected)
  })
})
