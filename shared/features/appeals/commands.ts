import type { z } from 'zod'
import { lineOf } from '../../kernel/actor.ts'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { isPhoneLike } from '../../kernel/phone.ts'
import { err, ok } from '../../kernel/result.ts'
import { type Appeal, appeal } from './appeal.ts'
import { mustNameClinic } from './classifier.ts'

export const registerAppealArgs = appeal
  .pick({
    id: true,
    number: true,
    form: true,
    channel: true,
    source: true,
    kind: true,
    themeCode: true,
    classifierVersion: true,
    applicant: true,
    concernsId: true,
    clinicId: true,
    clinicName: true,
    text: true,
    result: true,
    resultText: true,
    reviewLine: true,
    callId: true,
    dueSeen: true,
  })
  .refine(
    (args) =>
      !args.applicant.anonymous ||
      (args.applicant.personId === null && args.applicant.contactId === null && args.applicant.name === ''),
    {
      error: 'appeals.anonymousWithName',
      path: ['applicant', 'anonymous'],
    },
  )
  .refine(
    (args) =>
      args.applicant.anonymous ||
      args.applicant.personId !== null ||
      args.applicant.contactId !== null ||
      args.applicant.name !== '',
    {
      error: 'appeals.applicantRequired',
      path: ['applicant', 'name'],
    },
  )
  .refine(
    (args) =>
      args.kind !== 'complaint' ||
      args.clinicId !== null ||
      (args.clinicName ?? '') !== '' ||
      !mustNameClinic(args.themeCode),
    {
      error: 'appeals.clinicRequired',
      path: ['clinicId'],
    },
  )
  .refine((args) => args.applicant.phone === null || isPhoneLike(args.applicant.phone), {
    error: 'appeals.phoneInvalid',
    path: ['applicant', 'phone'],
  })
  .refine((args) => args.themeCode.startsWith(`${args.kind}.`) || args.themeCode === args.kind, {
    error: 'appeals.themeOfOtherKind',
    path: ['themeCode'],
  })
export type RegisterAppealArgs = z.infer<typeof registerAppealArgs>

/**
 * Enters an appeal into the single electronic journal (REQUIREMENTS C5). The number is taken on the desk from its leased block
 * (rule NUM1); the server checks that it belongs to the block and has not been used.
 */
export const registerAppeal = defineCommand<RegisterAppealArgs>({
  name: 'appeals.register',
  version: 1,
  args: registerAppealArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [{ kind: 'appeal', id: args.id }],
  dependsOn: (args) => (args.applicant.contactId === null ? [] : [{ kind: 'contact', id: args.applicant.contactId }]),
  apply: (context, args) => {
    if (context.read('appeal', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const intakeLine = lineOf(context.actor.role)
    const isAnswered = args.result === 'answeredAtOnce' && args.form === 'oral'
    const registered: Appeal = {
      ...args,
      state: isAnswered ? 'closed' : 'registered',
      intakeLine,
      takenBy: context.actor.userId,
      assignedTo: args.result === 'takenIntoWork' ? context.actor.userId : null,
      registeredAt: context.occurredAt,
      receivedAt: context.receivedAt,
      answerBy: null,
      closedAt: isAnswered ? context.occurredAt : null,
      justified: null,
    }
    return ok([{ kind: 'appeal', id: args.id, data: registered }])
  },
})

export const appealsCommands = [registerAppeal] as const
