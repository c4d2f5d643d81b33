import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { appealClassifier } from '#shared/features/appeals/classifier.ts'
import { callScript } from '#shared/features/call-scripts/script.ts'
import { knowledgeArticle } from '#shared/features/knowledge/article.ts'
import { preventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import { workingCalendarFile, workingCalendarOf } from '#shared/kernel/working-calendar.ts'
import { appealTextContent, callTextContent, groundsFile, nameContent, placeContent, reasonsFile } from './content.ts'
import type { ReferenceData } from './polyclinic.ts'

/** Reads and checks the reference data and the content of the synthetic polyclinic; throws naming the file that does not fit its schema. */
export function readReferenceData(assetsFolder: string): ReferenceData {
  const read = <T>(path: string, schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(JSON.parse(readFileSync(join(assetsFolder, path), 'utf8')))
    if (parsed.success) return parsed.data
    throw new Error(`assets/${path} does not fit its schema: ${z.prettifyError(parsed.error)}`)
  }
  return {
    preventiveCareRules: read('reference/preventive-care-rules.ru.json', preventiveCareRules),
    workingCalendar: workingCalendarOf(read('reference/working-calendar.ru.json', workingCalendarFile)),
    priorityGrounds: read('reference/priority-grounds.ru.json', groundsFile).grounds,
    notComingReasons: read('reference/not-coming-reasons.ru.json', reasonsFile).reasons,
    classifier: read('classifiers/appeals.ru.json', appealClassifier),
    scripts: scriptFiles(assetsFolder).map((path) => read(path, callScript)),
    articles: read('knowledge/articles.ru.json', z.array(knowledgeArticle)),
    names: read('synthetic/names.ru.json', nameContent),
    places: read('synthetic/places.ru.json', placeContent),
    appealTexts: read('synthetic/appeal-texts.ru.json', appealTextContent),
    callTexts: read('synthetic/call-texts.ru.json', callTextContent),
  }
}

/** Folders of approved scripts; surveys are scripts, too. */
const SCRIPT_FOLDERS = ['call-scripts', 'surveys']

/** Paths of the approved scripts in order of name, so that the order does not depend on the file system. */
function scriptFiles(assetsFolder: string): string[] {
  return SCRIPT_FOLDERS.filter((folder) => existsSync(join(assetsFolder, folder))).flatMap((folder) =>
    readdirSync(join(assetsFolder, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => `${folder}/${entry.name}`)
      .sort(),
  )
}
