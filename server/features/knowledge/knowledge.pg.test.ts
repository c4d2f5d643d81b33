import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { anArticleDraft } from '#shared/builders/an-article.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import type { ArticleDraft, ArticleVersionsAnswer } from '#shared/features/knowledge/article-draft.ts'
import type { QueueAnswer } from '#shared/features/knowledge/queue.ts'
import { voteId, voteOnArticle } from '#shared/features/knowledge/vote.ts'

describeOnEngines('knowledge base', (open) => {
  let server: TestServer
  let keeper: TestDesk
  let operator: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    keeper = await server.desk('admin')
    operator = await server.desk('operator')
  })
  afterAll(() => server.close())

  const put = (id: string, version: number, overrides: Partial<ArticleDraft> = {}, desk = keeper) =>
    desk.put(`/api/knowledge/articles/${id}`, { version, draft: anArticleDraft(overrides) })
  const queue = async (): Promise<QueueAnswer['items']> =>
    (await keeper.get('/api/knowledge/queue')).json<QueueAnswer>().items
  async function vote(desk: TestDesk, articleId: string, version: number, isUseful: boolean, remark = '') {
    const id = voteId(articleId, version, desk.session.user.id)
    const command = desk.command(voteOnArticle, { id, articleId, articleVersion: version, isUseful, remark })
    return (await desk.pushed(command)).answers[0]
  }

  it('[S10] keeps every version with its author, sends the newest to desks and refuses a parallel change with 409', async () => {
    const id = newId()
    const first = await put(id, 0)
    expect(first.json<KnowledgeArticle>()).toMatchObject({ id, version: 1, author: expect.any(String) })
    const second = await put(id, 1, { answer: 'В своей поликлинике, по будням до 20:00.' })
    expect(second.json<KnowledgeArticle>().version).toBe(2)
    const late = await put(id, 1, { answer: 'Ответ второго методиста' })
    expect([late.statusCode, late.json().error]).toMatchObject([
      409,
      { code: 'knowledge.changedMeanwhile', args: { version: 2 } },
    ])
    const kept = (await keeper.get(`/api/knowledge/articles/${id}/versions`)).json<ArticleVersionsAnswer>()
    expect(kept.versions.map(({ article }) => article.version)).toEqual([2, 1])
    const scopes = await server.database.db
      .selectFrom('scope_records')
      .select('scope')
      .where('record_id', '=', id)
      .execute()
    expect(scopes.map(({ scope }) => scope.split(':')[0])).toEqual(['reference'])
    const audited = await server.database.db
      .selectFrom('audit')
      .select('details')
      .where('action', '=', 'knowledge.article.save')
      .execute()
    expect(audited.map(({ details }) => details)).toContainEqual({ article: id, version: 2 })
  })

  it('[S10] refuses dates that cannot stand, and whoever is no methodologist or of another organisation', async () => {
    const refused = await put(newId(), 0, { sourceDate: '2027-01-01', reviewOn: '2027-12-01' })
    expect(refused.statusCode).toBe(400)
    expect(refused.json().error.issues.map(({ code }: { code: string }) => code)).toEqual([
      'knowledge.sourceInFuture',
      'knowledge.checkedBeforeSource',
      'knowledge.reviewTooLate',
    ])
    for (const login of ['operator', 'post', 'expert', 'supervisor'])
      expect((await put(newId(), 0, {}, await server.desk(login))).statusCode).toBe(403)
    const id = newId()
    await put(id, 0)
    expect((await put(id, 1, {}, await server.desk('admin-1'))).statusCode).toBe(409)
    expect((await put(id, 0, {}, await server.desk('admin-1'))).statusCode).toBe(409)
  })

  it('[S10] brings poor votes, remarks, obsolete and overdue articles to the methodologist; a new version answers them', async () => {
    const [poor, remarked, obsolete, due, good] = [newId(), newId(), newId(), newId(), newId()]
    for (const id of [poor, remarked, good]) await put(id, 0)
    await put(obsolete, 0, { reviewOn: '2026-11-01', obsoleteAfter: '2026-11-01' })
    await put(due, 0, { reviewOn: '2026-11-24' })
    const desks = [operator, await server.desk('post'), await server.desk('expert')]
    for (const desk of desks) {
      await vote(desk, poor, 1, desk !== operator)
      await vote(desk, good, 1, true)
    }
    await vote(desks[1] as TestDesk, poor, 1, false)
    await vote(operator, remarked, 1, true, 'Срок уже другой')
    const items = await queue()
    const reasons = (id: string) => items.find(({ articleId }) => articleId === id)?.reasons
    expect([poor, remarked, obsolete, due, good].map(reasons)).toEqual([
      ['poorVotes'],
      ['remarks'],
      ['obsolete'],
      ['reviewDue'],
      undefined,
    ])
    expect(items.find(({ articleId }) => articleId === remarked)?.remarks).toMatchObject([
      { text: 'Срок уже другой', isUseful: true },
    ])
    await put(poor, 1)
    await put(remarked, 1)
    const left = (await queue()).map(({ articleId }) => articleId)
    expect(left).not.toContain(poor)
    expect(left).not.toContain(remarked)
  })

  it('counts one vote a person and version, and takes none in another name', async () => {
    const id = newId()
    await put(id, 0)
    expect(await vote(operator, id, 1, false, 'Неясно')).toMatchObject({ status: 'applied' })
    expect(await vote(operator, id, 1, true, 'Теперь ясно')).toMatchObject({ status: 'applied' })
    expect((await queue()).find(({ articleId }) => articleId === id)).toMatchObject({ useful: 1, notUseful: 0 })
    const forged = operator.command(voteOnArticle, {
      id: voteId(id, 1, keeper.session.user.id),
      articleId: id,
      articleVersion: 1,
      isUseful: false,
      remark: '',
    })
    expect((await operator.pushed(forged)).answers[0]).toMatchObject({ refusal: { code: 'record.notFound' } })
    expect(await vote(operator, newId(), 1, true)).toMatchObject({ refusal: { code: 'push.depends' } })
  })
})
