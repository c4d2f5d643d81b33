import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { noticesOwed } from '#shared/features/complaints/case-notices.ts'
import type { LegalReference } from '#shared/features/complaints/case-terms.ts'
import { answerText, noticeKind, noticeText } from '#shared/features/complaints/complaint-case.ts'
import { type LetterFormat, letterFormat, letterTemplates } from '#shared/features/complaints/letter-template.ts'
import { appealId } from '#shared/kernel/ids.ts'
import { caseWithinReach } from './case-reach.ts'
import { fillLetter, letterValues, noticeValues, readTemplate } from './letter.ts'
import { letterPdf } from './letter-pdf.ts'

export interface LetterRouteContext {
  readonly db: Db
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
  readonly reference: LegalReference
  /** `assets/templates` with its catalogue. */
  readonly templatesFolder: string
}

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const

/** The answer and the letters besides it as DOCX or PDF: a draft as it is typed, or the stored one with its number (REQUIREMENTS E3). */
export function complaintLetterRoutes(api: Api, context: LetterRouteContext): void {
  const templates = letterTemplates.parse(
    JSON.parse(readFileSync(join(context.templatesFolder, 'templates.ru.json'), 'utf8')),
  )
  api.route({
    method: 'POST',
    url: '/api/complaint-cases/:caseId/letter',
    onRequest: [context.authenticate],
    preHandler: [authorise('complaint.work')],
    schema: {
      tags: ['complaints'],
      summary: 'The answer as a file; without `text` the one that was put forward',
      params: z.object({ caseId: appealId }),
      body: z.object({ format: letterFormat, text: answerText.nullable() }),
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { format } = request.body
      const { docx, title } = await context.db.transaction().execute(async (tx) => {
        const theCase = await caseWithinReach(tx, actor, request.params.caseId)
        const text = request.body.text ?? theCase.answer
        if (text === null) throw apiErrors.notFound()
        const values = await letterValues(tx, theCase, text, context.zoneOffsetMinutes)
        await context.audit(tx, actor, { action: 'complaint.letter', subject: theCase.id, details: { format } })
        return {
          docx: fillLetter(readTemplate(context.templatesFolder, templates, text), values),
          title: values.number,
        }
      })
      return send(reply, format, docx, title)
    },
  })
  api.route({
    method: 'POST',
    url: '/api/complaint-cases/:caseId/notices/:kind/letter',
    onRequest: [context.authenticate],
    preHandler: [authorise('complaint.work')],
    schema: {
      tags: ['complaints'],
      summary:
        'A letter about a longer term or about forwarding as a file; without `text` the one that was put forward',
      params: z.object({ caseId: appealId, kind: noticeKind }),
      body: z.object({ format: letterFormat, text: noticeText.nullable() }),
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { format } = request.body
      const { kind } = request.params
      const { docx, title } = await context.db.transaction().execute(async (tx) => {
        const theCase = await caseWithinReach(tx, actor, request.params.caseId)
        const text = request.body.text ?? theCase.notices?.[kind] ?? null
        if (text === null || !noticesOwed(theCase).includes(kind)) throw apiErrors.notFound()
        const values = await noticeValues(tx, theCase, kind, text, context)
        const details = { format, letter: kind }
        await context.audit(tx, actor, { action: 'complaint.letter', subject: theCase.id, details })
        return {
          docx: fillLetter(readTemplate(context.templatesFolder, templates, text), values),
          title: values.number,
        }
      })
      return send(reply, format, docx, title)
    },
  })
}

async function send(reply: FastifyReply, format: LetterFormat, docx: Buffer, title: string): Promise<FastifyReply> {
  return reply
    .header('content-type', TYPES[format])
    .header('content-disposition', 'attachment')
    .header('x-content-type-options', 'nosniff')
    .send(format === 'docx' ? docx : await letterPdf(docx, title))
}
