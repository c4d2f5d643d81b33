import type { Db } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep, reachOf } from '#server/platform/request-actor.ts'
import { defectActsAnswer, defectActsQuery, defectsAnswer, defectsQuery } from '#shared/features/reports/defects.ts'
import {
  funnelAnswer,
  funnelPersonsAnswer,
  funnelPersonsQuery,
  funnelQuery,
  reportExport,
} from '#shared/features/reports/informing-effect.ts'
import { readDefectActs, readDefects } from './defects-query.ts'
import { readFunnel, readFunnelPersons } from './informing-query.ts'

export interface ReportsRouteContext {
  readonly db: Db
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
}

/** The effect of informing and the defects of care with the records behind each number, and the audit of files made of reports (REQUIREMENTS E8, S6, X3). */
export function reportsRoutes(api: Api, context: ReportsRouteContext): void {
  const { db, audit, authenticate, zoneOffsetMinutes } = context
  const common = { onRequest: [authenticate], preHandler: [authorise('report.look')] }
  api.route({
    ...common,
    method: 'GET',
    url: '/api/reports/informing',
    schema: {
      tags: ['reports'],
      summary: 'Due, informed, booked, came: by clinic, age and way',
      querystring: funnelQuery,
      response: { 200: funnelAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const { year } = request.query
        await audit(tx, actor, { action: 'report.look', subject: null, details: { report: 'informing', year } })
        return readFunnel(tx, actor.orgId, year, zoneOffsetMinutes)
      }),
  })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/reports/informing/persons',
    schema: {
      tags: ['reports'],
      summary: 'The people whom a number of the informing report counts',
      querystring: funnelPersonsQuery,
      response: { 200: funnelPersonsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const answer = await readFunnelPersons(tx, actor.orgId, request.query, zoneOffsetMinutes)
        const details = { year: request.query.year, step: request.query.step, shown: answer.items.length }
        await audit(tx, actor, { action: 'report.persons.look', subject: null, details })
        return answer
      }),
  })
  const ofDefects = { ...common, preHandler: [authorise('defects.look')] }
  api.route({
    ...ofDefects,
    method: 'GET',
    url: '/api/reports/defects',
    schema: {
      tags: ['reports'],
      summary: 'Acts of expertise and their defects by clinic, department, doctor and code, period against period',
      querystring: defectsQuery,
      response: { 200: defectsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const { from, to } = request.query
        await audit(tx, actor, { action: 'report.look', subject: null, details: { report: 'defects', from, to } })
        return readDefects(tx, actor.orgId, request.query)
      }),
  })
  api.route({
    ...ofDefects,
    method: 'GET',
    url: '/api/reports/defects/acts',
    schema: {
      tags: ['reports'],
      summary: 'The acts that a number of the report on defects counts',
      querystring: defectActsQuery,
      response: { 200: defectActsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const answer = await readDefectActs(tx, actor.orgId, request.query)
        const details = { from: request.query.from, to: request.query.to, shown: answer.items.length }
        await audit(tx, actor, { action: 'report.acts.look', subject: null, details })
        return answer
      }),
  })
  api.route({
    ...ofDefects,
    method: 'POST',
    url: '/api/reports/exports',
    schema: {
      tags: ['reports'],
      summary: 'Enters an export into the audit before the file is made',
      body: reportExport,
    },
    handler: async (request, reply) => {
      reachOf(actorOf(request), request.body.report === 'defects' ? 'defects.look' : 'report.look')
      await db
        .transaction()
        .execute((tx) => audit(tx, actorOf(request), { action: 'report.export', subject: null, details: request.body }))
      return reply.code(204).send()
    },
  })
}
