import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { appealId } from '../../kernel/ids.ts'
import { err } from '../../kernel/result.ts'
import { CASE_KIND, caseRef, caseWithin, changed, expertOrSupervisor, futureProblem } from './change-case.ts'
import { beginCase, type ComplaintCase, caseFile, complaintCase, FILES_MAX } from './complaint-case.ts'

export const openCaseArgs = complaintCase
  .pick({ id: true, form: true, clinicId: true, receivedOn: true, registeredOn: true, incoming: true })
  .extend({ files: z.array(caseFile).max(FILES_MAX) })
  .refine((args) => args.receivedOn <= args.registeredOn, {
    error: 'complaints.receivedAfterRegistration',
    path: ['receivedOn'],
  })
export type OpenCaseArgs = z.infer<typeof openCaseArgs>

/**
 * Begins the case of an appeal that is registered at the expert's own desk, with what the letter brings: day of receipt, incoming number,
 * scans. The server begins cases of handed-over appeals itself; meeting one, this command adds to it.
 */
export const openCase = defineCommand<OpenCaseArgs>({
  name: 'complaints.open',
  version: 1,
  args: openCaseArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => [{ kind: 'appeal', id: args.id }],
  apply: (context, { files, ...args }) => {
    const { userId: by } = context.actor
    const early = futureProblem(context, args.receivedOn, 'receivedOn')
    if (early) return err(early)
    const existing = context.read(CASE_KIND, args.id) as ComplaintCase | undefined
    if (existing !== undefined) {
      const own = caseWithin(context, args.id)
      if (!own.ok) return own
    }
    const assignedTo = context.actor.role === 'L3' ? by : null
    const begun = existing ?? {
      ...beginCase({ ...args, assignedTo, by, at: context.occurredAt }),
      history: [],
    }
    const attached = files.map((file) => ({ ...file, at: context.occurredAt, by }))
    return changed(context, begun, {
      what: 'opened',
      fields: {
        receivedOn: args.receivedOn,
        registeredOn: args.registeredOn,
        incoming: args.incoming,
        clinicId: args.clinicId ?? begun.clinicId,
        files: withFiles(begun.files, attached),
      },
    })
  },
})

const attachFilesArgs = z.object({ id: appealId, files: z.array(caseFile).min(1).max(FILES_MAX) })
export type AttachFilesArgs = z.infer<typeof attachFilesArgs>

/** Names files of a case with their checksums; their content is uploaded apart, when there is a network (rule E2: files upload later). */
export const attachFiles = defineCommand<AttachFilesArgs>({
  name: 'complaints.attachFiles',
  version: 1,
  args: attachFilesArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    const attached = args.files.map((file) => ({ ...file, at: context.occurredAt, by: context.actor.userId }))
    const files = withFiles(own.value.files, attached)
    if (files.length > FILES_MAX) return err(refuse('complaints.tooManyFiles', 'files', { max: FILES_MAX }))
    return changed(context, own.value, {
      what: 'filesAttached',
      note: args.files.map((file) => file.name).join(', '),
      fields: { files },
    })
  },
})

function withFiles(present: ComplaintCase['files'], added: ComplaintCase['files']): ComplaintCase['files'] {
  const known = new Set(present.map((file) => file.id))
  return [...present, ...added.filter((file) => !known.has(file.id))]
}
