import { z } from 'zod'
import { APPEAL_TEXT_MAX, type Appeal, appealChannel, appealResult, line } from '#shared/features/appeals/appeal.ts'
import { appealKind } from '#shared/features/appeals/classifier.ts'
import { type RegisterAppealArgs, registerAppealArgs } from '#shared/features/appeals/commands.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'
import { appealId, clinicId, personId } from '#shared/kernel/ids.ts'
import { isPhoneLike } from '#shared/kernel/phone.ts'

/** Somebody chosen in the form, with the name to show. */
const chosenPerson = z.object({ id: personId, name: z.string() })
export type ChosenPerson = z.infer<typeof chosenPerson>

/** What stands in the form. Kept as a draft with every key; ids are made once, so that a crash cannot register it twice. */
export const appealIntake = z.object({
  id: appealId,
  kind: appealKind.nullable(),
  themeCode: z.string(),
  form: z.enum(['oral', 'written']),
  channel: appealChannel,
  applicantKind: z.enum(['person', 'contact', 'named', 'anonymous']),
  applicantPerson: chosenPerson.nullable(),
  applicantName: z.string(),
  applicantPhone: z.string(),
  concernsKind: z.enum(['applicant', 'person', 'nobody']),
  concernsPerson: chosenPerson.nullable(),
  /** `other` = named in words. */
  clinic: z.union([clinicId, z.literal('other'), z.literal('')]),
  clinicName: z.string(),
  text: z.string(),
  result: appealResult.nullable(),
  resultText: z.string(),
  reviewLine: line,
  /** Fields that the representative changed: what the script says later no longer touches them. */
  touched: z.array(z.string()),
})
export type AppealIntake = Readonly<z.infer<typeof appealIntake>>
export type IntakeField = Exclude<keyof AppealIntake, 'id' | 'touched'>

/** What the call and the script know; joined by the desk out of other slices. */
export interface IntakeHints {
  readonly callId: Appeal['callId']
  readonly source: Appeal['source']
  readonly channel: Appeal['channel']
  readonly person: ChosenPerson | null
  readonly contact: { readonly id: NonNullable<Appeal['applicant']['contactId']>; readonly name: string } | null
  readonly phone: string | null
  readonly clinicId: Appeal['clinicId']
  readonly kind: Appeal['kind'] | null
  readonly themeCode: string | null
  readonly form: Appeal['form'] | null
  readonly result: Appeal['result'] | null
  readonly reviewLine: Appeal['reviewLine'] | null
  readonly text: string
  readonly resultText: string
  /** Preventive care of the caller as the desk shows it; left out outside a call and for callers who are not insured with us. */
  readonly dueSeen?: Appeal['dueSeen']
}

/** A new form. The line of review begins with the line that takes the appeal in. */
export function emptyIntake(id: AppealIntake['id'], intakeLine: Appeal['intakeLine']): AppealIntake {
  return {
    id,
    kind: null,
    themeCode: '',
    form: 'oral',
    channel: 'phone',
    applicantKind: 'named',
    applicantPerson: null,
    applicantName: '',
    applicantPhone: '',
    concernsKind: 'applicant',
    concernsPerson: null,
    clinic: '',
    clinicName: '',
    text: '',
    result: null,
    resultText: '',
    reviewLine: intakeLine,
    touched: [],
  }
}

/** Puts what the call and the script know into the fields that the representative has not changed. */
export function prefill(intake: AppealIntake, hints: IntakeHints): AppealIntake {
  const applicantKind = hints.person ? 'person' : hints.contact ? 'contact' : null
  const known: Partial<AppealIntake> = {
    channel: hints.channel,
    ...(hints.kind === null ? {} : { kind: hints.kind }),
    ...(hints.themeCode === null ? {} : { themeCode: hints.themeCode }),
    ...(hints.form === null ? {} : { form: hints.form }),
    ...(applicantKind === null ? {} : { applicantKind }),
    ...(hints.person === null ? {} : { applicantPerson: hints.person }),
    ...(hints.contact === null ? {} : { applicantName: hints.contact.name }),
    // An exchange may send a word in place of a number; it would only be refused.
    ...(hints.phone !== null && isPhoneLike(hints.phone) ? { applicantPhone: hints.phone } : {}),
    ...(hints.clinicId === null ? {} : { clinic: hints.clinicId }),
    ...(hints.text === '' ? {} : { text: hints.text.slice(0, APPEAL_TEXT_MAX) }),
    ...(hints.result === null ? {} : { result: hints.result }),
    ...(hints.resultText === '' ? {} : { resultText: hints.resultText }),
    ...(hints.reviewLine === null ? {} : { reviewLine: hints.reviewLine }),
  }
  const untouched = Object.entries(known).filter(([field]) => !intake.touched.includes(field))
  return withConsistentTheme({ ...intake, ...Object.fromEntries(untouched) })
}

/** A change by the representative. */
export function changeIntake(intake: AppealIntake, change: Partial<AppealIntake>): AppealIntake {
  const touched = [...new Set([...intake.touched, ...Object.keys(change)])]
  return withConsistentTheme({ ...intake, ...change, touched })
}

/** A theme brings its kind when none is chosen; a theme of another kind does not stay: the command would refuse it. */
function withConsistentTheme(intake: AppealIntake): AppealIntake {
  if (intake.themeCode === '') return intake
  const kind = appealKind.safeParse(intake.themeCode.split('.')[0])
  if (intake.kind === null) return kind.success ? { ...intake, kind: kind.data } : { ...intake, themeCode: '' }
  return kind.data === intake.kind ? intake : { ...intake, themeCode: '' }
}

/** Line that reviews an appeal unless somebody says otherwise (DOMAIN §2.6): quality of care goes to experts, other complaints to level 2. */
export function usualReviewLine(
  intake: Pick<AppealIntake, 'kind' | 'themeCode'>,
  intakeLine: Appeal['intakeLine'],
): Appeal['reviewLine'] {
  if (intake.kind !== 'complaint' || intakeLine === 3) return intakeLine
  return /^complaint\.11(\.|$)/.test(intake.themeCode) ? 3 : 2
}

/** The form as it was sent, for mending an appeal that the server refused (rule PUSH4). */
export function intakeOf(args: RegisterAppealArgs): AppealIntake {
  const { applicant } = args
  const applicantKind = applicant.anonymous
    ? 'anonymous'
    : applicant.personId !== null
      ? 'person'
      : applicant.contactId !== null
        ? 'contact'
        : 'named'
  const isSelf = args.concernsId === applicant.personId && args.concernsId !== null
  return {
    id: args.id,
    kind: args.kind,
    themeCode: args.themeCode,
    form: args.form,
    channel: args.channel,
    applicantKind,
    applicantPerson: applicant.personId === null ? null : { id: applicant.personId, name: applicant.name },
    applicantName: applicant.personId === null ? applicant.name : '',
    applicantPhone: applicant.phone ?? '',
    concernsKind: isSelf ? 'applicant' : args.concernsId === null ? 'nobody' : 'person',
    concernsPerson: isSelf || args.concernsId === null ? null : { id: args.concernsId, name: '' },
    clinic: args.clinicId ?? ((args.clinicName ?? '') === '' ? '' : 'other'),
    clinicName: args.clinicName ?? '',
    text: args.text,
    result: args.result,
    resultText: args.resultText,
    reviewLine: args.reviewLine,
    touched: Object.keys(appealIntake.shape),
  }
}

/** Kinds that need no theme below them stand for themselves. */
export function themeToRegister(intake: AppealIntake): string {
  const standsAlone = intake.kind === 'proposal' || intake.kind === 'gratitude'
  return intake.themeCode === '' && standsAlone ? (intake.kind ?? '') : intake.themeCode
}

/** Arguments of `appeals.register`, as far as they are filled in. */
export function argsOf(
  intake: AppealIntake,
  hints: Pick<IntakeHints, 'callId' | 'source' | 'contact' | 'dueSeen'>,
  classifierVersion: string,
  number: string,
): RegisterAppealArgs {
  const isPerson = intake.applicantKind === 'person'
  const isContact = intake.applicantKind === 'contact' && hints.contact !== null
  const isAnonymous = intake.applicantKind === 'anonymous'
  const applicantId = isPerson ? (intake.applicantPerson?.id ?? null) : null
  const name = isPerson ? (intake.applicantPerson?.name ?? '') : intake.applicantName
  return {
    id: intake.id,
    number,
    form: intake.form,
    channel: intake.channel,
    source: hints.source,
    kind: intake.kind as RegisterAppealArgs['kind'],
    themeCode: themeToRegister(intake),
    classifierVersion,
    applicant: {
      personId: applicantId,
      contactId: isContact ? (hints.contact?.id ?? null) : null,
      anonymous: isAnonymous,
      name: isAnonymous ? '' : name,
      phone: isAnonymous || intake.applicantPhone.trim() === '' ? null : intake.applicantPhone.trim(),
    },
    concernsId:
      intake.concernsKind === 'applicant'
        ? applicantId
        : intake.concernsKind === 'person'
          ? (intake.concernsPerson?.id ?? null)
          : null,
    clinicId: intake.clinic === '' || intake.clinic === 'other' ? null : intake.clinic,
    ...(intake.clinic === 'other' && intake.clinicName.trim() !== '' ? { clinicName: intake.clinicName } : {}),
    text: intake.text,
    result: intake.result as RegisterAppealArgs['result'],
    resultText: intake.resultText,
    reviewLine: intake.reviewLine,
    callId: hints.callId,
    ...(hints.dueSeen === undefined ? {} : { dueSeen: hints.dueSeen }),
  }
}

/** Any well-formed number: one is taken from the block only when everything else is right (rule NUM1). */
const NUMBER_FOR_CHECKING = 'X-2026-000000'

/** What is wrong, by the path of the argument (`applicant.name`, `text` …); empty when the form can be registered. */
export function problemsOf(
  intake: AppealIntake,
  hints: Pick<IntakeHints, 'callId' | 'source' | 'contact'>,
  classifierVersion: string,
): ReadonlyMap<string, Refusal> {
  const problems = new Map<string, Refusal>()
  const note = (refusal: Refusal): void => {
    const field = refusal.field ?? ''
    if (!problems.has(field)) problems.set(field, refusal)
  }
  if (intake.kind === null) note(refuse('appeals.kindRequired', 'kind'))
  if (intake.result === null) note(refuse('appeals.resultRequired', 'result'))
  if (intake.concernsKind === 'person' && intake.concernsPerson === null)
    note(refuse('appeals.concernsRequired', 'concernsId'))
  if (themeToRegister(intake) === '') note(refuse('appeals.themeRequired', 'themeCode'))
  // With a kind and a result put in, the rules over several fields are checked too and all messages come at once.
  const complete = {
    ...intake,
    kind: intake.kind ?? 'consultation',
    result: intake.result ?? 'answeredAtOnce',
  } as const
  const checked = registerAppealArgs.safeParse(argsOf(complete, hints, classifierVersion, NUMBER_FOR_CHECKING))
  if (!checked.success) for (const refusal of refusalsOf(checked.error)) note(refusal)
  return problems
}
