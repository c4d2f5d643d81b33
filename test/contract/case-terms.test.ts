import { expect, it } from 'vitest'
import { readLegalReference } from '#server/app/legal-reference.ts'
import { aCase } from '#shared/builders/a-case.ts'
import { anId, CLINIC_ID, USER_ID } from '#shared/builders/ids.ts'
import { compareUrgency, nextStep, termsOfCase } from '#shared/features/complaints/case-terms.ts'
import type { CaseAnswer, ComplaintCase, RecordsRequest } from '#shared/features/complaints/complaint-case.ts'

const legal = readLegalReference()
const TODAY = '2026-11-25'

const request: RecordsRequest = {
  id: anId(0x77),
  clinicId: anId(CLINIC_ID),
  what: 'Карта',
  sentOn: '2026-11-24',
  pauses: [],
  outcome: null,
  settledOn: null,
}
const answer: CaseAnswer = {
  templateId: 'complaint-answer',
  templateVersion: '1',
  recipient: 'Смирновой Анне',
  address: '',
  way: 'inPerson',
  subject: 'а',
  findings: 'б',
  conclusion: 'в',
  revision: 1,
  approval: 'asked',
  askedBy: anId(USER_ID),
  askedAt: '2026-11-25T09:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  comment: '',
  sentOn: null,
}
const decision = { justified: true, grounds: 'Код 2.1', on: TODAY }

it.each<[string, Partial<ComplaintCase>, string, string, string | null]>([
  ['a new case', { state: 'registered' }, 'you', 'take', '2026-12-23'],
  ['one in work', {}, 'you', 'decide', '2026-12-23'],
  [
    'one that is extended',
    { extension: { days: 30, decidedOn: TODAY, reason: 'ж' } },
    'you',
    'writeNotice',
    '2026-12-23',
  ],
  ['one of nobody', { assignedTo: null }, 'anyExpert', 'take', '2026-12-23'],
  ['a request that runs', { state: 'waiting', requests: [request] }, 'clinic', 'awaitClinic', '2026-12-01'],
  [
    'a request that is overdue',
    { state: 'waiting', requests: [{ ...request, sentOn: '2026-11-10' }] },
    'you',
    'remindClinic',
    '2026-11-17',
  ],
  ['decided', { decision }, 'you', 'writeAnswer', '2026-12-23'],
  ['asked', { decision, answer }, 'supervisor', 'awaitApproval', '2026-12-23'],
  ['returned', { decision, answer: { ...answer, approval: 'returned' } }, 'you', 'mendAnswer', '2026-12-23'],
  ['approved', { decision, answer: { ...answer, approval: 'approved' } }, 'you', 'sendAnswer', '2026-12-23'],
  ['answered', { state: 'answered' }, 'you', 'close', null],
  ['oral', { form: 'oral' }, 'you', 'answerPerson', null],
  ['closed', { state: 'closed' }, 'nobody', 'done', null],
])('%s: who is awaited, what is next, until when', (_what, overrides, who, what, due) => {
  expect(nextStep(aCase(overrides), legal, TODAY)).toMatchObject({ who, what, due })
})

it('[E1] sets what burns first, what has no date later, what is done last', () => {
  const cases = [
    aCase({ state: 'closed' }, 1),
    aCase({ form: 'oral' }, 2),
    aCase({}, 3),
    aCase({ state: 'waiting', requests: [{ ...request, sentOn: '2026-11-10' }] }, 4),
  ]
  const order = [...cases].sort((a, b) => compareUrgency(nextStep(a, legal, TODAY), nextStep(b, legal, TODAY)))
  expect(order.map((it) => cases.indexOf(it) + 1)).toEqual([4, 3, 2, 1])
})

it('shows running terms before kept ones, and forwarding only while it is possible', () => {
  const terms = termsOfCase(aCase({ state: 'registered', requests: [request] }), legal)
  expect(terms.map((it) => [it.about, it.term.due, it.metOn])).toEqual([
    ['forwarding', '2026-11-30', null],
    ['records', '2026-12-01', null],
    ['answer', '2026-12-23', null],
    ['registration', '2026-11-25', '2026-11-23'],
  ])
  expect(termsOfCase(aCase(), legal).map((it) => it.about)).toEqual(['answer', 'registration'])
})
