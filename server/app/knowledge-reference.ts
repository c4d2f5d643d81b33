import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type KnowledgeTerms, knowledgeTerms } from '#shared/features/knowledge/article-state.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { must } from '#shared/kernel/result.ts'

const FILE = join(import.meta.dirname, '../../assets/knowledge/terms.ru.json')

const rows = z.array(knowledgeTerms).parse(JSON.parse(readFileSync(FILE, 'utf8')))

/** The terms in force on a day, out of the reference data. */
export function knowledgeTermsOn(day: LocalDate): KnowledgeTerms {
  return must(
    rows.find((row) => row.validFrom <= day && (row.validTo === null || day <= row.validTo)),
    'terms of the knowledge base in force',
  )
}
