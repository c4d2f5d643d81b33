import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { userId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { typedText } from '../../kernel/text.ts'

/** Longest remark on an article. */
export const REMARK_MAX = 1_000

/** What one representative said about one version of an article; said again, it replaces what was said before. */
export const articleVote = z.object({
  id: z.string().max(160),
  articleId: z.string().max(60),
  articleVersion: z.number().int().min(1),
  isUseful: z.boolean(),
  remark: typedText(REMARK_MAX),
  userId,
  at: z.string(),
})
export type ArticleVote = Readonly<z.infer<typeof articleVote>>

export function voteId(articleId: string, version: number, user: string): string {
  return `${articleId}@${version}/${user}`
}

const voteArgs = articleVote.omit({ userId: true, at: true })
export type VoteArgs = z.infer<typeof voteArgs>

/** Says whether an answer helped; works without the network (REQUIREMENTS S10: answers are kept good by those who give them). */
export const voteOnArticle = defineCommand<VoteArgs>({
  name: 'knowledge.vote',
  version: 1,
  args: voteArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'articleVote', id: args.id }],
  dependsOn: (args) => [{ kind: 'knowledgeArticle', id: args.articleId }],
  apply: (context, args) => {
    const { userId: user } = context.actor
    if (args.id !== voteId(args.articleId, args.articleVersion, user)) return err(refuse('record.notFound', 'id'))
    return ok([{ kind: 'articleVote', id: args.id, data: { ...args, userId: user, at: context.occurredAt } }])
  },
})

export const knowledgeCommands = [voteOnArticle] as const
