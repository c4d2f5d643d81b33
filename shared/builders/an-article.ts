import type { KnowledgeArticle } from '../features/knowledge/article.ts'
import type { ArticleDraft } from '../features/knowledge/article-draft.ts'

/** An article of the knowledge base as the reference data has them. */
export function anArticle(overrides: Partial<KnowledgeArticle> = {}): KnowledgeArticle {
  return {
    id: 'referral',
    version: 1,
    question: 'Сколько действует направление на обследование?',
    answer: 'Срок указан в самом направлении. Если его нет, уточните в регистратуре.',
    words: ['срок направления', 'просрочено'],
    themeCode: 'consultation.4.5',
    source: 'Программа государственных гарантий',
    sourceDate: '2025-12-29',
    checkedOn: '2026-10-01',
    obsoleteAfter: '2026-12-31',
    approvedBy: 'Отдел защиты прав застрахованных',
    ...overrides,
  }
}

/** What a methodologist writes, fit to be saved in November 2026. */
export function anArticleDraft(overrides: Partial<ArticleDraft> = {}): ArticleDraft {
  return {
    question: 'Где пройти флюорографию?',
    answer: 'В своей поликлинике, без направления, раз в год.',
    details: '',
    words: ['снимок'],
    themeCode: 'consultation.4.5',
    source: 'Приказ Минздрава России № 404н',
    sourceDate: '2021-04-27',
    checkedOn: '2026-11-20',
    reviewOn: '2027-05-01',
    obsoleteAfter: '2027-06-30',
    approvedBy: 'Отдел защиты прав застрахованных',
    ...overrides,
  }
}
