import type { Db } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { type SurveyExportWords, surveyExportQuery } from '#shared/features/call-scripts/survey-export.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { readSurveyLines, surveyWorkbook } from './survey-file.ts'
import type { SurveyReference } from './survey-rules.ts'

export interface SurveyRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
  readonly reference: SurveyReference
  readonly words: SurveyExportWords
}

/** The answers of surveys as a workbook for the fund (REQUIREMENTS C8, S8; DOMAIN §5, §6). */
export function surveyRoutes(api: Api, context: SurveyRouteContext): void {
  const { db, audit, authenticate, reference, words } = context
  api.route({
    onRequest: [authenticate],
    preHandler: [authorise('report.look')],
    method: 'GET',
    url: '/api/surveys/upload',
    schema: {
      tags: ['surveys'],
      summary: 'Answers of one list of codes for the fund, and what would be refused there with the reason',
      querystring: surveyExportQuery,
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { scale, from, to } = request.query
      const today = dateOf(context.now(), context.zoneOffsetMinutes)
      const { lines, insurer } = await db.transaction().execute(async (tx) => {
        const read = await readSurveyLines(tx, actor.orgId, request.query, reference, today)
        const refused = read.filter(({ fault }) => fault !== null).length
        const details = { scale, from, to, rows: read.length, refused }
        await audit(tx, actor, { action: 'survey.export', subject: null, details })
        const org = await tx
          .selectFrom('organisations')
          .select('insurer_code')
          .where('id', '=', actor.orgId)
          .executeTakeFirstOrThrow()
        return { lines: read, insurer: org.insurer_code }
      })
      const name = words.fileName.replace('{{title}}', scale).replace('{{from}}', from).replace('{{to}}', to)
      return reply
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`)
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .send(await surveyWorkbook(lines, words, { insurer, madeOn: today }))
    },
  })
}
