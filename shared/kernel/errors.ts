import { z } from 'zod'

/**
 * Why something a user did was not accepted. `code` is stable and dotted (`appeals.textRequired`); it is also the key of the
 * message in the catalogue `errors`. `field` is the path of the argument (`applicant.phone`), so that the message can stand
 * beside what was typed. `args` fill the message; they never carry personal data.
 */
export const refusal = z.object({
  code: z.string().regex(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/),
  field: z.string().optional(),
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type Refusal = z.infer<typeof refusal>

export function refuse(code: string, field?: string, args?: Record<string, string | number>): Refusal {
  return { code, ...(field === undefined ? {} : { field }), ...(args === undefined ? {} : { args }) }
}

/** Body of every HTTP answer from 400 up. `retry`: whether the same request may succeed later without change. */
export const errorAnswer = z.object({
  error: refusal.extend({ retry: z.boolean(), issues: z.array(refusal).optional() }),
})
export type ErrorAnswer = z.infer<typeof errorAnswer>

/** The first-level refusals of a failed zod parse: one for each field, `field` is the dotted path. */
export function refusalsOf(error: z.ZodError): Refusal[] {
  return error.issues.map((issue) => {
    const custom = /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(issue.message)
      ? issue.message
      : `input.${issueCode(issue)}`
    const args: Record<string, string | number> = {}
    if ('maximum' in issue && issue.maximum !== undefined) args['max'] = Number(issue.maximum)
    if ('minimum' in issue && issue.minimum !== undefined) args['min'] = Number(issue.minimum)
    return refuse(custom, issue.path.join('.') || undefined, Object.keys(args).length > 0 ? args : undefined)
  })
}

function issueCode(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return 'tooBig'
    case 'too_small':
      return 'tooSmall'
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'required' : 'wrongType'
    default:
      return 'invalid'
  }
}
