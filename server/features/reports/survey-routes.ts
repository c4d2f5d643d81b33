import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise } from '#server/platform/request-actor.ts'
import {
  surveyResponsesAnswer,
  surveyResponsesQuery,
  surveyResultsAnswer,
  surveyResultsQuery,
} from '#shared/features/reports/survey-results.ts'
import type { ReportsRouteContext } from './routes.ts'
import { readSurveyResponses, readSurveyResults, type SurveyReport } from './survey-query.ts'

/** Results of surveys and the talks behind each number (REQUIREMENTS S8). */
export function surveyReportRoutes(
  api: Api,
  { db, audit, authenticate }: ReportsRouteContext,
  report: SurveyReport,
): void {
  const common = { onRequest: [authenticate], preHandler: [authorise('report.look')] }
  api.route({
    ...common,
    method: 'GET',
    url: '/api/reports/surveys',
    schema: {
      tags: ['reports'],
      summary: 'Results of a survey by question and clinic, small groups hidden',
      querystring: surveyResultsQuery,
      response: { 200: surveyResultsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const { scriptId, from, to } = request.query
        const details = { report: 'surveys', survey: scriptId, from, to }
        await audit(tx, actor, { action: 'report.look', subject: null, details })
        return readSurveyResults(tx, actor.orgId, request.query, report)
      }),
  })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/reports/surveys/responses',
    schema: {
      tags: ['reports'],
      summary: 'The talks that a number of the survey results counts',
      querystring: surveyResponsesQuery,
      response: { 200: surveyResponsesAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const answer = await readSurveyResponses(tx, actor.orgId, request.query, report.minGroup)
        const { scriptId, item, code } = request.query
        const details = { survey: scriptId, item, code, shown: answer.items.length }
        await audit(tx, actor, { action: 'report.persons.look', subject: null, details })
        return answer
      }),
  })
}
