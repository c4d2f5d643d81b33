import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { expertiseId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { typedText } from '../../kernel/text.ts'
import { chargeOf } from './defect-codes.ts'
import { type Expertise, type ExpertiseFindings, expertise, expertiseFindings } from './expertise.ts'

export const recordExpertiseArgs = expertise
  .omit({ nonPayment: true, fine: true, steps: true, recordedBy: true, recordedAt: true, heldBy: true })
  .extend({ findings: expertiseFindings.omit({ id: true, caseId: true, heldBy: true }) })
  .refine((args) => args.period.from <= args.period.to, {
    error: 'expertise.periodBackwards',
    path: ['period', 'to'],
  })
  .refine((args) => args.act.on >= args.period.from, { error: 'expertise.actBeforeCare', path: ['act', 'on'] })
  .refine((args) => new Set(args.defects.map((defect) => defect.code)).size === args.defects.length, {
    error: 'expertise.defectTwice',
    path: ['defects'],
  })
  .refine((args) => args.kind === 'quality' || !args.isInPerson, {
    error: 'expertise.inPersonIsQuality',
    path: ['isInPerson'],
  })
  .refine((args) => args.findings.conclusions !== '', { error: 'text.required', path: ['findings', 'conclusions'] })
export type RecordExpertiseArgs = z.infer<typeof recordExpertiseArgs>

/** Enters an act of МЭЭ or ЭКМП with its defects (REQUIREMENTS E2). The sums are computed here, from the coefficients of the order. */
export const recordExpertise = defineCommand<RecordExpertiseArgs>({
  name: 'expertise.record',
  version: 1,
  args: recordExpertiseArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => [
    { kind: 'expertise', id: args.id },
    { kind: 'expertiseFindings', id: args.id },
  ],
  dependsOn: (args) => [{ kind: 'complaintCase', id: args.caseId }],
  apply: (context, { findings, ...args }) => {
    if (context.read('expertise', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const { nonPayment, fine } = chargeOf(args.defects, args.tariff, args.norm)
    const { userId } = context.actor
    const act: Expertise = {
      ...args,
      nonPayment,
      fine,
      steps: {},
      recordedBy: userId,
      recordedAt: context.occurredAt,
      heldBy: userId,
    }
    const sealed: ExpertiseFindings = { ...findings, id: args.id, caseId: args.caseId, heldBy: userId }
    return ok([
      { kind: 'expertise', id: args.id, data: act },
      { kind: 'expertiseFindings', id: args.id, data: sealed },
    ])
  },
})

export const noteActStepArgs = z.discriminatedUnion('step', [
  z.object({ id: expertiseId, step: z.literal('sentOn'), on: localDate }),
  z.object({ id: expertiseId, step: z.literal('objectionsOn'), on: localDate }),
  z.object({ id: expertiseId, step: z.literal('objectionsDecidedOn'), on: localDate }),
  z.object({ id: expertiseId, step: z.literal('measures'), words: typedText(2_000) }),
])
export type NoteActStepArgs = z.infer<typeof noteActStepArgs>

/** What happened to an act: sent to the clinic, objected to, objections decided, measures taken (DOMAIN §3, REQUIREMENTS E8). */
export const noteActStep = defineCommand<NoteActStepArgs>({
  name: 'expertise.noteStep',
  version: 1,
  args: noteActStepArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => [{ kind: 'expertise', id: args.id }],
  dependsOn: (args) => [{ kind: 'expertise', id: args.id }],
  apply: (context, args) => {
    const act = context.read('expertise', args.id) as Expertise | undefined
    if (act === undefined || act.heldBy !== context.actor.userId) return err(refuse('record.notFound', 'id'))
    if (args.step !== 'measures' && args.on < act.act.on) return err(refuse('expertise.stepBeforeAct', 'on'))
    if (args.step === 'objectionsDecidedOn' && act.steps.objectionsOn === undefined)
      return err(refuse('expertise.noObjections', 'on'))
    const steps = { ...act.steps, [args.step]: args.step === 'measures' ? args.words : args.on }
    return ok([{ kind: 'expertise', id: args.id, data: { ...act, steps } }])
  },
})

export const expertiseCommands = [recordExpertise, noteActStep] as const
