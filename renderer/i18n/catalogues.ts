import { appealsEn } from './en/appeals.ts'
import { authEn } from './en/auth.ts'
import { callScriptsEn } from './en/call-scripts.ts'
import { clinicsEn } from './en/clinics.ts'
import { deskEn } from './en/desk.ts'
import { errorsEn } from './en/errors.ts'
import { insuredPersonsEn } from './en/insured-persons.ts'
import { preventiveCareEn } from './en/preventive-care.ts'
import { shellEn } from './en/shell.ts'
import { supervisionEn } from './en/supervision.ts'
import { syncEn } from './en/sync.ts'
import { telephonyEn } from './en/telephony.ts'
import { appealsRu } from './ru/appeals.ts'
import { authRu } from './ru/auth.ts'
import { callScriptsRu } from './ru/call-scripts.ts'
import { clinicsRu } from './ru/clinics.ts'
import { deskRu } from './ru/desk.ts'
import { errorsRu } from './ru/errors.ts'
import { insuredPersonsRu } from './ru/insured-persons.ts'
import { preventiveCareRu } from './ru/preventive-care.ts'
import { shellRu } from './ru/shell.ts'
import { supervisionRu } from './ru/supervision.ts'
import { syncRu } from './ru/sync.ts'
import { telephonyRu } from './ru/telephony.ts'

/** Every catalogue, Russian first. A slice adds its pair here under its own name. */
export const CATALOGUES = {
  appeals: { ru: appealsRu, en: appealsEn },
  auth: { ru: authRu, en: authEn },
  callScripts: { ru: callScriptsRu, en: callScriptsEn },
  clinics: { ru: clinicsRu, en: clinicsEn },
  desk: { ru: deskRu, en: deskEn },
  errors: { ru: errorsRu, en: errorsEn },
  insuredPersons: { ru: insuredPersonsRu, en: insuredPersonsEn },
  preventiveCare: { ru: preventiveCareRu, en: preventiveCareEn },
  shell: { ru: shellRu, en: shellEn },
  supervision: { ru: supervisionRu, en: supervisionEn },
  sync: { ru: syncRu, en: syncEn },
  telephony: { ru: telephonyRu, en: telephonyEn },
} as const

export type CatalogueName = keyof typeof CATALOGUES
/** Russian texts of a catalogue: the source of keys and placeholders. */
export type TextsOf<Name extends CatalogueName> = (typeof CATALOGUES)[Name]['ru']
