import type { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { err, ok } from '../../kernel/result.ts'
import { scriptRun } from './run.ts'
import { surveyResponse } from './survey-response.ts'

const recordRunArgs = scriptRun.omit({ userId: true })
export type RecordRunArgs = z.infer<typeof recordRunArgs>

/** Keeps every answer of a script run, also of one that was cut off (REQUIREMENTS C4, DOMAIN §9). */
export const recordScriptRun = defineCommand<RecordRunArgs>({
  name: 'callScripts.recordRun',
  version: 1,
  args: recordRunArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'scriptRun', id: args.id }],
  apply: (context, args) => {
    if (context.read('scriptRun', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    return ok([{ kind: 'scriptRun', id: args.id, data: { ...args, userId: context.actor.userId } }])
  },
})

const recordSurveyArgs = surveyResponse.omit({ userId: true })
export type RecordSurveyArgs = z.infer<typeof recordSurveyArgs>

/** Keeps what a person answered to a survey (REQUIREMENTS C8); the server refuses codes that cannot stand together (DOMAIN §6). */
export const recordSurvey = defineCommand<RecordSurveyArgs>({
  name: 'callScripts.recordSurvey',
  version: 1,
  args: recordSurveyArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'surveyResponse', id: args.id }],
  dependsOn: (args) => [{ kind: 'scriptRun', id: args.id }],
  apply: (context, args) => {
    if (context.read('surveyResponse', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    return ok([{ kind: 'surveyResponse', id: args.id, data: { ...args, userId: context.actor.userId } }])
  },
})

export const callScriptsCommands = [recordScriptRun, recordSurvey] as const
