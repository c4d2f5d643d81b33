import { describe, expect, it } from 'vitest'
import { argsOf } from '#renderer/features/appeals/appeal-intake.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId } from '#shared/builders/ids.ts'
import { type RegisterAppealArgs, registerAppealArgs } from '#shared/features/appeals/commands.ts'
import { hintsOfRefused, intakeOfArgs } from './mend-appeal.ts'

function refused(over: Partial<RegisterAppealArgs>): RegisterAppealArgs {
  return registerAppealArgs.parse({ ...anAppeal(), ...over })
}

function roundTrip(args: RegisterAppealArgs): RegisterAppealArgs {
  const intake = intakeOfArgs(args, args.applicant.name, 'Кто-то')
  return argsOf(intake, hintsOfRefused(args), args.classifierVersion, args.number)
}

const nobody = { personId: null, contactId: null, anonymous: false, name: '', phone: null }

describe('[PUSH4] mending a refused appeal', () => {
  it.each([
    ['of a person about themselves', {}],
    ['of a person about another', { concernsId: anId(77) }],
    ['of a contact', { applicant: { ...nobody, contactId: anId(5), name: 'Дочь' }, concernsId: anId(1) }],
    ['of somebody named', { applicant: { ...nobody, name: 'Иванов', phone: '+70001112233' }, concernsId: null }],
    [
      'anonymous, about a clinic in words',
      { applicant: { ...nobody, anonymous: true }, concernsId: null, clinicId: null, clinicName: 'Больница' },
    ],
  ] as const)('an appeal %s comes back to the form and out of it as it was typed', (_what, over) => {
    const args = refused(over as Partial<RegisterAppealArgs>)
    expect(roundTrip(args)).toEqual(args)
  })

  it('lets nothing overwrite what was typed', () => {
    const intake = intakeOfArgs(refused({}), 'x', 'y')
    expect(intake.touched).toEqual(expect.arrayContaining(['text', 'kind', 'themeCode', 'applicantKind', 'clinic']))
  })
})
