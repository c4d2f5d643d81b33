import { describe, expect, it } from 'vitest'
import { registerAppealArgs } from '#shared/features/appeals/commands.ts'
import { argsOf, changeIntake, emptyIntake, type IntakeHints, prefill, problemsOf } from './appeal-intake.ts'

const uuid = (tail: number): string => `0193a000-0000-7000-8000-${String(tail).padStart(12, '0')}`
const empty = emptyIntake(uuid(1) as never, 1)
const anna = { id: uuid(2), name: 'Смирнова Анна Петровна' } as never as NonNullable<IntakeHints['person']>
const nothing: IntakeHints = {
  callId: null,
  source: 'direct',
  channel: 'phone',
  person: null,
  contact: null,
  phone: null,
  clinicId: null,
  kind: null,
  themeCode: null,
  form: null,
  result: null,
  reviewLine: null,
  text: '',
  resultText: '',
}
const fields = (intake = empty, hints = nothing): string[] => [...problemsOf(intake, hints, 'v1').keys()].sort()
const whole = changeIntake(empty, {
  kind: 'consultation',
  themeCode: 'consultation.4.1',
  applicantName: 'Анна',
  text: 'Потеряла полис',
  result: 'answeredAtOnce',
})

describe('[C5] the form of an appeal', () => {
  it('[C7] carries what was due of the caller, and nothing when nobody known called', () => {
    const dueSeen = { year: 2026, due: 'checkUp', quarter: 4, state: 'notInvited' } as const
    expect(argsOf(whole, { ...nothing, dueSeen }, 'v1', 'X-2026-000001').dueSeen).toEqual(dueSeen)
    expect(argsOf(whole, nothing, 'v1', 'X-2026-000001')).not.toHaveProperty('dueSeen')
  })

  it('names every field that is missing, each with its own message', () => {
    expect(fields()).toEqual(['applicant.name', 'kind', 'result', 'text', 'themeCode'])
    expect(problemsOf(empty, nothing, 'v1').get('text')?.code).toBe('appeals.textRequired')
    expect(problemsOf(empty, nothing, 'v1').get('applicant.name')?.code).toBe('appeals.applicantRequired')
    expect(fields(whole)).toEqual([])
  })

  it.each([
    ['letters', 'позвонить сестре'],
    ['a script tag', '<script>1</script>'],
    ['too few digits', '12'],
    ['emoji', '📞 123456'],
  ])('refuses %s as a telephone beside its field', (_what, applicantPhone) => {
    const problems = problemsOf(changeIntake(whole, { applicantPhone }), nothing, 'v1')
    expect([...problems]).toEqual([['applicant.phone', { code: 'appeals.phoneInvalid', field: 'applicant.phone' }]])
  })

  it.each(['', '+7 (912) 345-67-89', '8 912 345 67 89', '1001', '+49 30 901820'])(
    'takes the telephone «%s»',
    (phone) => {
      expect(fields(changeIntake(whole, { applicantPhone: phone }))).toEqual([])
    },
  )

  it('takes emoji, right-to-left letters and tags as they were typed', () => {
    const text = 'Ждала 🏥 три недели. שלום مرحبا <script>alert(1)</script>'
    const args = registerAppealArgs.parse(argsOf(changeIntake(whole, { text }), nothing, 'v1', 'ОЖ-2026-000001'))
    expect(args.text).toBe(text)
  })

  it('does not take a word of the exchange for a telephone', () => {
    expect(prefill(empty, { ...nothing, phone: 'anonymous' }).applicantPhone).toBe('')
  })

  it('is filled from the call and the script, except what the representative changed', () => {
    const hints: IntakeHints = {
      ...nothing,
      person: anna,
      phone: '+70001234567',
      kind: 'consultation',
      themeCode: 'consultation.4.1',
      text: 'Суть вопроса: полис',
      result: 'answeredAtOnce',
    }
    const filled = prefill(empty, hints)
    expect(fields(filled, hints)).toEqual([])
    expect(argsOf(filled, hints, 'v1', 'X-2026-000001')).toMatchObject({
      applicant: { personId: anna.id, name: anna.name, phone: '+70001234567', anonymous: false },
      concernsId: anna.id,
    })
    const changed = changeIntake(filled, { text: 'Своими словами' })
    const again = prefill(changed, { ...hints, text: 'Суть вопроса: другое', resultText: 'Ответ дан' })
    expect(again).toMatchObject({ text: 'Своими словами', resultText: 'Ответ дан' })
  })

  it('drops a theme of another kind when the kind changes', () => {
    expect(changeIntake(whole, { kind: 'complaint' }).themeCode).toBe('')
    expect(changeIntake(whole, { kind: 'consultation' }).themeCode).toBe('consultation.4.1')
  })

  it('takes the kind from a theme that the script suggests, until the script knows better', () => {
    const asked = prefill(empty, { ...nothing, themeCode: 'consultation.4.1' })
    expect(asked.kind).toBe('consultation')
    expect(prefill(asked, { ...nothing, kind: 'complaint', themeCode: null })).toMatchObject({
      kind: 'complaint',
      themeCode: '',
    })
  })

  it('lets thanks and proposals stand without a theme below them', () => {
    const thanks = changeIntake(whole, { kind: 'gratitude' })
    expect(fields(thanks)).toEqual([])
    expect(argsOf(thanks, nothing, 'v1', 'X-2026-000001').themeCode).toBe('gratitude')
  })

  it('asks for the clinic of a complaint that is about one; its name in words is enough', () => {
    const complaint = changeIntake(whole, { kind: 'complaint', themeCode: 'complaint.10' })
    expect(fields(complaint)).toEqual(['clinicId'])
    expect(fields(changeIntake(complaint, { clinic: 'other' }))).toEqual(['clinicId'])
    expect(fields(changeIntake(complaint, { clinic: 'other', clinicName: 'Больница в Пскове' }))).toEqual([])
  })

  it('an anonymous appeal carries neither name nor phone nor person', () => {
    const anonymous = changeIntake(prefill(whole, { ...nothing, person: anna }), {
      applicantKind: 'anonymous',
      applicantPhone: '+70001234567',
    })
    expect(argsOf(anonymous, nothing, 'v1', 'X-2026-000001')).toMatchObject({
      applicant: { personId: null, contactId: null, anonymous: true, name: '', phone: null },
      concernsId: null,
    })
    expect(fields(anonymous)).toEqual([])
  })

  it('keeps right-to-left text, emoji and tags as text', () => {
    const text = 'עברית 👩‍⚕️ <script>alert(1)</script>'
    const args = registerAppealArgs.parse(argsOf(changeIntake(whole, { text }), nothing, 'v1', 'X-2026-000001'))
    expect(args.text).toBe(text)
  })

  it('asks whom it is about when another person was meant and not chosen', () => {
    expect(fields(changeIntake(whole, { concernsKind: 'person' }))).toEqual(['concernsId'])
  })
})
