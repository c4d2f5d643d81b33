import { describe, expect, it } from 'vitest'
import { aCase } from '../../builders/a-case.ts'
import { anId, CLINIC_ID, USER_ID } from '../../builders/ids.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { CommandDefinition } from '../../kernel/command.ts'
import { approveAnswer, askApproval, recordSending, returnAnswer } from './answer-commands.ts'
import { assignCase, takeCase } from './case-assignment.ts'
import { openCase } from './case-opening.ts'
import { CASE_EVENTS, CASE_STATES, stateAfter } from './case-states.ts'
import { type ComplaintCase, complaintCase } from './complaint-case.ts'
import { closeCase, decideCase } from './decision-commands.ts'
import { type ProofFacts, proofAnswer } from './proof.ts'
import { requestRecords, settleRequest } from './records-request-commands.ts'
import { type AppealTrace, similarAppeals } from './similar-appeals.ts'
import { extendCase } from './term-commands.ts'

const expert: Actor = {
  userId: anId(USER_ID),
  orgId: anId(0x0e),
  role: 'L3',
  clinicIds: [anId(CLINIC_ID)],
  deviceId: anId(0xd1),
}
const supervisor: Actor = { ...expert, userId: anId(0xa2), role: 'SV' }

/** Runs a command as the desk and the server do; the answer is the case after it or the code of the refusal. */
function run<Args>(
  command: CommandDefinition<Args>,
  args: unknown,
  before: ComplaintCase | undefined,
  actor: Actor = expert,
): ComplaintCase | string {
  const parsed = command.args.safeParse(args)
  if (!parsed.success) return parsed.error.issues[0]?.message ?? 'invalid'
  const forbidden = command.allow(actor, parsed.data)
  if (forbidden) return forbidden.code
  const context = { actor, occurredAt: '2026-11-25T09:00:00.000Z', receivedAt: null, read: () => before }
  const effect = command.apply(context, parsed.data)
  return effect.ok ? complaintCase.parse(effect.value[0]?.data) : effect.error.code
}

function applied<Args>(command: CommandDefinition<Args>, args: unknown, before: ComplaintCase, actor?: Actor) {
  const result = run(command, args, before, actor)
  if (typeof result === 'string') throw new Error(`refused: ${result}`)
  return result
}

const { id } = aCase()
const request = { id: anId(0x77), clinicId: anId(CLINIC_ID), what: 'Амбулаторная карта', sentOn: '2026-11-24' }
const text = {
  templateId: 'complaint-answer',
  templateVersion: '1',
  recipient: 'Смирновой Анне Петровне',
  address: '194354, Санкт-Петербург, ул. Есенина, 12',
  way: 'post',
  subject: 'Вы сообщили, что не смогли записаться к кардиологу.',
  findings: 'Запрошена амбулаторная карта, проведена экспертиза.',
  conclusion: 'Жалоба признана обоснованной. Поликлинике направлено предписание.',
} as const
const decided = { justified: true, grounds: 'Нарушен срок ожидания', on: '2026-11-25' }

describe('states of a case', () => {
  it('knows every pair of state and event, and leads only to known states', () => {
    for (const state of CASE_STATES)
      for (const event of CASE_EVENTS) {
        const next = stateAfter(state, event)
        expect(next === null || CASE_STATES.includes(next)).toBe(true)
      }
  })

  it('lets a closed case only be reopened', () => {
    expect(CASE_EVENTS.filter((event) => stateAfter('closed', event) !== null)).toEqual(['reopen'])
  })
})

describe('working a case @E2', () => {
  it('is opened with scans, and opened again adds to it', () => {
    const file = { id: anId(0x55), name: 'Жалоба.pdf', type: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) }
    const args = {
      id,
      form: 'written',
      clinicId: null,
      receivedOn: '2026-11-24',
      registeredOn: '2026-11-25',
      incoming: { number: '12', on: null },
      files: [file],
    }
    const opened = run(openCase, args, undefined)
    expect(opened).toMatchObject({ state: 'registered', assignedTo: expert.userId, files: [{ name: 'Жалоба.pdf' }] })
    expect(run(openCase, args, opened as ComplaintCase)).toMatchObject({ files: [{ id: file.id }] })
    expect(run(openCase, { ...args, receivedOn: '2026-11-26' }, undefined)).toBe('complaints.receivedAfterRegistration')
    expect(run(openCase, { ...args, files: [{ ...file, type: 'text/html' }] }, undefined)).toBe('complaints.fileType')
    expect(run(openCase, { ...args, files: [{ ...file, bytes: 9e9 }] }, undefined)).toBe('complaints.fileTooLarge')
  })

  it('waits for the clinic and goes on when the last request is settled', () => {
    const second = { ...request, id: anId(0x78) }
    const asked = applied(requestRecords, { id, request: second }, applied(requestRecords, { id, request }, aCase()))
    expect(asked.state).toBe('waiting')
    const one = applied(settleRequest, { id, requestId: request.id, outcome: 'received', on: '2026-11-25' }, asked)
    expect(one.state).toBe('waiting')
    const both = applied(settleRequest, { id, requestId: second.id, outcome: 'notProvided', on: '2026-11-25' }, one)
    expect([both.state, both.requests.map((it) => it.outcome)]).toEqual(['inWork', ['received', 'notProvided']])
  })

  it('refuses what is not possible now, in the future, or not one’s own', () => {
    expect(run(takeCase, { id }, aCase())).toBe('complaints.notNow')
    expect(run(takeCase, { id }, aCase({ state: 'registered', assignedTo: supervisor.userId }))).toBe(
      'complaints.takenAlready',
    )
    expect(run(takeCase, { id }, aCase({ state: 'registered' }), { ...expert, role: 'L1' })).toBe('rights.notAllowed')
    expect(run(requestRecords, { id, request: { ...request, sentOn: '2026-12-24' } }, aCase())).toBe(
      'complaints.dateInFuture',
    )
    expect(run(closeCase, { id, reason: 'answered', on: '2026-11-25', note: '' }, aCase())).toBe(
      'complaints.notAnswered',
    )
  })

  it('is taken out of the queue by one expert, and given on with a reason by who may', () => {
    const queued = aCase({ state: 'registered', assignedTo: null })
    expect(applied(takeCase, { id }, queued)).toMatchObject({ state: 'inWork', assignedTo: expert.userId })
    const colleague: Actor = { ...expert, userId: anId(0xa3) }
    const giving = { id, to: colleague.userId, note: 'Отпуск до конца месяца' }
    const given = applied(assignCase, giving, aCase())
    expect(given.assignedTo).toBe(colleague.userId)
    expect(given.history.at(-1)).toMatchObject({ what: 'assigned', to: colleague.userId, note: giving.note })
    expect(run(assignCase, giving, given, supervisor)).toBe('complaints.alreadyTheirs')
    expect(run(assignCase, { ...giving, note: ' ' }, aCase())).toBe('complaints.assignReason')
    expect(run(assignCase, { ...giving, to: expert.userId }, given)).toBe('complaints.handedOver')
    expect(run(assignCase, giving, queued)).toBe('complaints.handedOver')
    expect(run(assignCase, giving, { ...queued, history: [] })).toBe('record.notFound')
    const back = applied(assignCase, { ...giving, to: null }, aCase({ state: 'waiting' }))
    expect([back.assignedTo, back.state]).toEqual([null, 'waiting'])
    expect(applied(takeCase, { id }, back, colleague)).toMatchObject({ state: 'waiting', assignedTo: colleague.userId })
    expect(run(takeCase, { id }, aCase({ state: 'closed', assignedTo: null }))).toBe('complaints.notNow')
    expect(run(assignCase, giving, aCase({ state: 'closed' }), supervisor)).toBe('complaints.notNow')
    expect(applied(assignCase, giving, queued, supervisor).assignedTo).toBe(colleague.userId)
  })

  it('extends the answer once and never for an oral appeal', () => {
    const args = { id, days: 30, decidedOn: '2026-12-23', reason: 'Ждём заключение эксперта' }
    const extended = applied(extendCase, args, aCase())
    expect(run(extendCase, args, extended)).toBe('complaints.alreadyExtended')
    expect(run(extendCase, args, aCase({ form: 'oral' }))).toBe('complaints.notExtendable')
  })
})

describe('the answer @E3', () => {
  const ready = applied(decideCase, { id, ...decided }, aCase())

  it('goes from the expert over the supervisor to the applicant', () => {
    const asked = applied(askApproval, { id, ...text }, ready)
    expect(run(askApproval, { id, ...text }, asked)).toBe('complaints.answerIsOut')
    expect(run(approveAnswer, { id, revision: 1 }, asked)).toBe('rights.notAllowed')
    const returned = applied(returnAnswer, { id, revision: 1, comment: 'Назовите сроки' }, asked, supervisor)
    const again = applied(askApproval, { id, ...text }, returned)
    expect(again.answer?.revision).toBe(2)
    expect(run(approveAnswer, { id, revision: 1 }, again, supervisor)).toBe('complaints.notAsked')
    const approved = applied(approveAnswer, { id, revision: 2 }, again, supervisor)
    const sent = applied(recordSending, { id, way: 'post', on: '2026-11-25' }, approved)
    expect([sent.state, sent.answer?.sentOn]).toEqual(['answered', '2026-11-25'])
    expect(run(recordSending, { id, way: 'post', on: '2026-11-25' }, asked)).toBe('complaints.notApproved')
  })

  it('needs a decision and no open request', () => {
    expect(run(askApproval, { id, ...text }, aCase())).toBe('complaints.notDecided')
    expect(run(askApproval, { id, ...text }, applied(requestRecords, { id, request }, ready))).toBe(
      'complaints.requestsOpen',
    )
  })

  const facts = {
    theCase: ready,
    number: 'ОЖ-2026-000001',
    applicantName: 'Смирнова Анна Петровна',
    isAnonymous: false,
    defectCodes: ['2.1'],
    answerTerm: null,
    today: '2026-11-25',
  }
  const codes = (changes: Partial<typeof text> | object, more: Partial<ProofFacts> = {}): string[] =>
    proofAnswer({ ...text, ...changes }, { ...facts, ...more }).map((it) => `${it.field}.${it.code}`)
  const refused = aCase({ decision: { ...decided, justified: false } })

  it.each([
    ['nothing is wrong', {}, {}, []],
    ['an empty field', { findings: ' ' }, {}, ['findings.empty']],
    ['a placeholder', { findings: 'Приём состоялся [дата].' }, {}, ['findings.placeholder']],
    ['another case’s number', { subject: 'По жалобе ОЖ-2026-000002.' }, {}, ['subject.foreignNumber']],
    ['its own number', { subject: 'По жалобе ОЖ-2026-000001.' }, {}, []],
    ['a date that has not come', { findings: 'Осмотр 24.12.2026.' }, {}, ['findings.futureDate']],
    ['no address', { address: '' }, {}, ['address.addressNeeded']],
    ['no e-mail', { way: 'email', address: 'нет' }, {}, ['address.emailNeeded']],
    [
      'justified, but says it is not',
      { conclusion: 'Жалоба не обоснована, приняты меры.' },
      {},
      ['conclusion.saysNotJustified'],
    ],
    [
      'not justified, but says it is',
      { conclusion: 'Нарушения выявлены.' },
      { theCase: refused, defectCodes: [] },
      ['conclusion.saysJustified'],
    ],
    [
      'not justified though the act has defects',
      { conclusion: 'Нарушений не выявлено.' },
      { theCase: refused },
      ['case.defectsButNotJustified'],
    ],
    ['not decided', {}, { theCase: aCase() }, ['case.notDecided']],
    ['nothing follows', { conclusion: 'Жалоба признана обоснованной.' }, {}, ['conclusion.consequenceMissing']],
    ['another person', { recipient: 'Ивановой Ольге' }, {}, ['recipient.otherRecipient']],
    ['an anonymous applicant', {}, { isAnonymous: true }, ['recipient.anonymous']],
  ] as const)('proof: %s', (_what, changes, more, expected) => {
    expect(codes(changes, more)).toEqual(expected)
  })
})

describe('earlier appeals @E1', () => {
  const trace = (overrides: Partial<AppealTrace>): AppealTrace => ({
    id: 'a',
    number: 'ОЖ-2026-000001',
    personIds: ['p'],
    clinicId: 'c',
    themeCode: 'complaint.7.1.2',
    text: 'Три недели не может записаться к кардиологу, талонов нет до января',
    on: '2026-11-20',
    isOpen: true,
    ...overrides,
  })
  const draft = trace({ id: 'new', on: '2026-11-25', text: 'Не может записаться к кардиологу, талонов нет до января' })

  it('puts a duplicate before earlier ones of the person and before others on the same matter', () => {
    const earlier = [
      trace({ id: 'other', personIds: ['q'] }),
      trace({ id: 'old', personIds: ['q'], on: '2026-03-01' }),
      trace({ id: 'elsewhere', personIds: ['q'], clinicId: 'd' }),
      trace({ id: 'same', text: 'Просит выдать полис взамен утраченного бланка документа' }),
      trace({ id: 'twin' }),
      draft,
    ]
    expect(similarAppeals(draft, earlier, 10).map((it) => [it.trace.id, it.why])).toEqual([
      ['twin', 'duplicate'],
      ['same', 'samePerson'],
      ['other', 'sameMatter'],
    ])
  })

  it('finds nothing without a person and a clinic', () => {
    expect(similarAppeals({ ...draft, personIds: [], clinicId: null }, [trace({})], 10)).toEqual([])
  })
})
