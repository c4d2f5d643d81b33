import type { RecordKindDefinition } from '#server/db/record-kind.ts'

export const scriptRunRecord: RecordKindDefinition<'scriptRun'> = {
  kind: 'scriptRun',
  table: 'script_runs',
  columns: { user_id: 'text', person_id: 'text', call_id: 'text', script_id: 'text', result: 'text' },
  promote: (run) => ({
    user_id: run.userId,
    person_id: run.personId,
    call_id: run.callId,
    script_id: run.scriptId,
    result: run.result,
  }),
  scopesOf: async (run, orgId) => [`own:${run.userId}`, `team:${orgId}`],
}

/** Answers of a survey are held by whoever asked and by the team. */
export const surveyResponseRecord: RecordKindDefinition<'surveyResponse'> = {
  kind: 'surveyResponse',
  table: 'survey_responses',
  columns: { user_id: 'text', person_id: 'text', script_id: 'text', answered_on: 'date' },
  promote: (response) => ({
    user_id: response.userId,
    person_id: response.personId,
    script_id: response.scriptId,
    answered_on: response.on,
  }),
  scopesOf: async (response, orgId) => [`own:${response.userId}`, `team:${orgId}`],
}

/** Scripts are reference data of an organisation; the record's id is `<script id>@<version>`, for a run keeps the version it began with. */
export const callScriptRecord: RecordKindDefinition<'callScript'> = {
  kind: 'callScript',
  table: 'call_scripts',
  columns: {},
  promote: () => ({}),
  scopesOf: async (_script, orgId) => [`reference:${orgId}`],
}
