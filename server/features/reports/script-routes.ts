import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, mayDo } from '#server/platform/request-actor.ts'
import {
  measuredRunsAnswer,
  measuredRunsQuery,
  scriptMeasuresAnswer,
  scriptMeasuresQuery,
} from '#shared/features/reports/script-measures.ts'
import type { ReportsRouteContext } from './routes.ts'
import { readScriptMeasures, type ScriptReport } from './script-query.ts'
import { readMeasuredRuns } from './script-runs-query.ts'

/** How talks go by the scripts, and the talks behind each number (REQUIREMENTS S8, S10). */
export function scriptReportRoutes(
  api: Api,
  { db, audit, authenticate, zoneOffsetMinutes }: ReportsRouteContext,
  minGroup: number,
): void {
  const common = { onRequest: [authenticate], preHandler: [authorise('script.measure')] }
  const reportOf = (orgId: string): ScriptReport => ({ orgId, zoneOffsetMinutes, minGroup })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/reports/scripts',
    schema: {
      tags: ['reports'],
      summary: 'Time, ways, exits and opened objections by step of a script',
      querystring: scriptMeasuresQuery,
      response: { 200: scriptMeasuresAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const { scriptId = '', from, to } = request.query
        const details = { report: 'scripts', script: scriptId, from, to }
        await audit(tx, actor, { action: 'report.look', subject: null, details })
        return readScriptMeasures(tx, reportOf(actor.orgId), request.query)
      }),
  })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/reports/scripts/runs',
    schema: {
      tags: ['reports'],
      summary: 'The talks that a number of the report on scripts counts',
      querystring: measuredRunsQuery,
      response: { 200: measuredRunsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const reach = { people: mayDo(actor, 'person.look'), calls: mayDo(actor, 'callLog.look') }
        const answer = await readMeasuredRuns(tx, reportOf(actor.orgId), request.query, reach)
        const details = { script: request.query.scriptId, shown: answer.items.length }
        await audit(tx, actor, { action: 'report.runs.look', subject: null, details })
        return answer
      }),
  })
}
