import type { AppealIntake, IntakeHints } from '#renderer/features/appeals/appeal-intake.ts'
import type { DeskData, NeedsYouItem } from '#renderer/sync/desk-data.ts'
import type { RegisterAppealArgs } from '#shared/features/appeals/commands.ts'

/** The form as it was when the refused command was made. Every field counts as touched: nothing may overwrite what was typed. */
export function intakeOfArgs(args: RegisterAppealArgs, applicantName: string, concernsName: string): AppealIntake {
  const { applicant } = args
  const isSelf = args.concernsId !== null && args.concernsId === applicant.personId
  const intake = {
    id: args.id,
    kind: args.kind,
    themeCode: args.themeCode,
    form: args.form,
    channel: args.channel,
    applicantKind: applicant.anonymous
      ? ('anonymous' as const)
      : applicant.personId !== null
        ? ('person' as const)
        : applicant.contactId !== null
          ? ('contact' as const)
          : ('named' as const),
    applicantPerson:
      applicant.personId === null ? null : { id: applicant.personId, name: applicantName || applicant.name },
    applicantName: applicant.personId === null ? applicant.name : '',
    applicantPhone: applicant.phone ?? '',
    concernsKind: isSelf
      ? ('applicant' as const)
      : args.concernsId === null
        ? ('nobody' as const)
        : ('person' as const),
    concernsPerson: isSelf || args.concernsId === null ? null : { id: args.concernsId, name: concernsName },
    clinic: args.clinicId ?? (args.clinicName ? ('other' as const) : ('' as const)),
    clinicName: args.clinicName ?? '',
    text: args.text,
    result: args.result,
    resultText: args.resultText,
    reviewLine: args.reviewLine,
  }
  return { ...intake, touched: Object.keys(intake).filter((field) => field !== 'id') }
}

/** What the form must keep of the refused command though it is not a field: where the call came from, the contact. */
export function hintsOfRefused(args: RegisterAppealArgs): IntakeHints {
  const { contactId, name } = args.applicant
  return {
    callId: args.callId,
    source: args.source,
    channel: args.channel,
    person: null,
    contact: contactId === null ? null : { id: contactId, name },
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
}

/**
 * The desk's data with one difference: registering mends the refused command under its own number. A number that was the very
 * reason of the refusal is replaced by a new one, and the refused command is dropped only after that has been kept.
 */
export function mendingData(data: DeskData, item: NeedsYouItem, args: RegisterAppealArgs): DeskData {
  const isAboutNumber = item.refusal.code.startsWith('numbers.')
  return {
    ...data,
    reads: {
      ...data.reads,
      // The refused appeal is not registered anywhere: the form must not take it for done.
      record: (kind, id) => (id === args.id ? Promise.resolve(null) : data.reads.record(kind, id)),
    },
    writes: {
      ...data.writes,
      async dispatchNumbered(command, argsOf) {
        if (!isAboutNumber) {
          const mended = await data.writes.mend(item.commandId, argsOf(args.number))
          return mended.ok ? { ok: true, value: { ...mended.value, number: args.number } } : mended
        }
        const done = await data.writes.dispatchNumbered(command, argsOf)
        if (done.ok) await data.writes.drop(item.commandId)
        return done
      },
    },
  }
}
