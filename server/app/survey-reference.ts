import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SurveyReference } from '#server/features/call-scripts/survey-rules.ts'
import type { SurveyReport } from '#server/features/reports/survey-query.ts'
import { type SurveyExportWords, surveyExportWords } from '#shared/features/call-scripts/survey-export.ts'
import { surveyScale } from '#shared/features/call-scripts/survey-scale.ts'
import { uploadRules } from '#shared/features/call-scripts/survey-upload.ts'

const FOLDER = join(import.meta.dirname, '../../assets/surveys/rules')

const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))

/** The scales of surveys and what the fund refuses of an upload, out of the reference data. */
export function readSurveyReference(): SurveyReference {
  const scales = z.array(surveyScale).parse(read('scales.ru.json'))
  return {
    rules: uploadRules.parse(read('upload.ru.json')),
    known: new Map(scales.map((scale) => [scale.id, new Set(scale.codes.map(({ code }) => code))])),
  }
}

/** What the results of surveys are told by: names of codes, and how small a group may be. */
export function readSurveyReport(): SurveyReport {
  const file = join(import.meta.dirname, '../../assets/reference/report-suppression.ru.json')
  const { minGroup } = z.object({ minGroup: z.number().int().min(2) }).parse(JSON.parse(readFileSync(file, 'utf8')))
  return { scales: z.array(surveyScale).parse(read('scales.ru.json')), minGroup }
}

/** The words of the workbook for the fund. */
export function readSurveyExportWords(): SurveyExportWords {
  return surveyExportWords.parse(read('export.ru.json'))
}
