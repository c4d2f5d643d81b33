import { appealsEn } from './en/appeals.ts'
import { authEn } from './en/auth.ts'
import { callReviewsEn } from './en/call-reviews.ts'
import { callScriptsEn } from './en/call-scripts.ts'
import { campaignsEn } from './en/campaigns.ts'
import { clinicListsEn } from './en/clinic-lists.ts'
import { clinicsEn } from './en/clinics.ts'
import { complaintsEn } from './en/complaints.ts'
import { deskEn } from './en/desk.ts'
import { errorsEn } from './en/errors.ts'
import { expertiseEn } from './en/expertise.ts'
import { floorEn } from './en/floor.ts'
import { hostFilesEn } from './en/host-files.ts'
import { insuredPersonsEn } from './en/insured-persons.ts'
import { knowledgeEn } from './en/knowledge.ts'
import { preventiveCareEn } from './en/preventive-care.ts'
import { reportsEn } from './en/reports.ts'
import { scriptEditorEn } from './en/script-editor.ts'
import { scriptMeasuresEn } from './en/script-measures.ts'
import { shellEn } from './en/shell.ts'
import { staffEn } from './en/staff.ts'
import { supervisionEn } from './en/supervision.ts'
import { syncEn } from './en/sync.ts'
import { telephonyEn } from './en/telephony.ts'
import { appealsRu } from './ru/appeals.ts'
import { authRu } from './ru/auth.ts'
import { callReviewsRu } from './ru/call-reviews.ts'
import { callScriptsRu } from './ru/call-scripts.ts'
import { campaignsRu } from './ru/campaigns.ts'
import { clinicListsRu } from './ru/clinic-lists.ts'
import { clinicsRu } from './ru/clinics.ts'
import { complaintsRu } from './ru/complaints.ts'
import { deskRu } from './ru/desk.ts'
import { errorsRu } from './ru/errors.ts'
import { expertiseRu } from './ru/expertise.ts'
import { floorRu } from './ru/floor.ts'
import { hostFilesRu } from './ru/host-files.ts'
import { insuredPersonsRu } from './ru/insured-persons.ts'
import { knowledgeRu } from './ru/knowledge.ts'
import { preventiveCareRu } from './ru/preventive-care.ts'
import { reportsRu } from './ru/reports.ts'
import { scriptEditorRu } from './ru/script-editor.ts'
import { scriptMeasuresRu } from './ru/script-measures.ts'
import { shellRu } from './ru/shell.ts'
import { staffRu } from './ru/staff.ts'
import { supervisionRu } from './ru/supervision.ts'
import { syncRu } from './ru/sync.ts'
import { telephonyRu } from './ru/telephony.ts'

/** Every catalogue, Russian first. A slice adds its pair here under its own name. */
export const CATALOGUES = {
  appeals: { ru: appealsRu, en: appealsEn },
  auth: { ru: authRu, en: authEn },
  callReviews: { ru: callReviewsRu, en: callReviewsEn },
  callScripts: { ru: callScriptsRu, en: callScriptsEn },
  campaigns: { ru: campaignsRu, en: campaignsEn },
  complaints: { ru: complaintsRu, en: complaintsEn },
  clinicLists: { ru: clinicListsRu, en: clinicListsEn },
  clinics: { ru: clinicsRu, en: clinicsEn },
  desk: { ru: deskRu, en: deskEn },
  errors: { ru: errorsRu, en: errorsEn },
  expertise: { ru: expertiseRu, en: expertiseEn },
  floor: { ru: floorRu, en: floorEn },
  hostFiles: { ru: hostFilesRu, en: hostFilesEn },
  insuredPersons: { ru: insuredPersonsRu, en: insuredPersonsEn },
  knowledge: { ru: knowledgeRu, en: knowledgeEn },
  preventiveCare: { ru: preventiveCareRu, en: preventiveCareEn },
  reports: { ru: reportsRu, en: reportsEn },
  scriptEditor: { ru: scriptEditorRu, en: scriptEditorEn },
  scriptMeasures: { ru: scriptMeasuresRu, en: scriptMeasuresEn },
  shell: { ru: shellRu, en: shellEn },
  staff: { ru: staffRu, en: staffEn },
  supervision: { ru: supervisionRu, en: supervisionEn },
  sync: { ru: syncRu, en: syncEn },
  telephony: { ru: telephonyRu, en: telephonyEn },
} as const

export type CatalogueName = keyof typeof CATALOGUES
/** Russian texts of a catalogue: the source of keys and placeholders. */
export type TextsOf<Name extends CatalogueName> = (typeof CATALOGUES)[Name]['ru']
