import { currentLanguage } from '#renderer/i18n/i18n.ts'
import type { Abilities } from '#shared/features/staff/team.ts'

/** Name of an ability; of one that the plan in force does not know any more, its code. */
export function skillName({ skills }: Abilities, code: string): string {
  return skills.find((skill) => skill.code === code)?.title ?? code
}

/** Name of a language (ISO 639-1) in the language of the desk. */
export function languageName(code: string): string {
  return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(code) ?? code
}
