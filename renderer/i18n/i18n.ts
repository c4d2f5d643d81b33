import i18next from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { Translate } from './catalogue.ts'
import { CATALOGUES, type CatalogueName, type TextsOf } from './catalogues.ts'

export type Language = 'ru' | 'en'
export const LANGUAGES: readonly Language[] = ['ru', 'en']

const LANGUAGE_KEY = 'opora.language'

function rememberedLanguage(): Language {
  return globalThis.localStorage?.getItem(LANGUAGE_KEY) === 'en' ? 'en' : 'ru'
}

function resourcesOf(language: Language): Record<string, Record<string, string>> {
  return Object.fromEntries(Object.entries(CATALOGUES).map(([name, texts]) => [name, texts[language]]))
}

void i18next.use(initReactI18next).init({
  lng: rememberedLanguage(),
  fallbackLng: 'ru',
  resources: { ru: resourcesOf('ru'), en: resourcesOf('en') },
  // Keys carry dots and are flat: no separators, so that a key is what the compiler checked.
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // React escapes; escaping twice would show `&amp;` to people.
  interpolation: { escapeValue: false },
})
reflectLanguage()

/** Texts of one catalogue in the language of the desk; the component is drawn again when the language changes. */
export function useText<Name extends CatalogueName>(name: Name): Translate<TextsOf<Name>> {
  const { t } = useTranslation(name)
  return useCallback((key: string, args?: object) => t(key, { ...args }), [t]) as Translate<TextsOf<Name>>
}

/** The same outside React: for notices, window titles and files. */
export function textsOf<Name extends CatalogueName>(name: Name): Translate<TextsOf<Name>> {
  return ((key: string, args?: object) => i18next.t(key, { ns: name, ...args })) as Translate<TextsOf<Name>>
}

/** The message of a refusal in the language of the desk; a code without a message still says that something was refused and which. */
export function refusalText(refusal: Refusal): string {
  const options = { ns: 'errors', ...refusal.args }
  return i18next.exists(refusal.code, { ns: 'errors' })
    ? i18next.t(refusal.code, options)
    : i18next.t('unknown', { ns: 'errors', code: refusal.code })
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'ru'
}

/** Switches without a reload and remembers the choice on this computer. */
export async function switchLanguage(language: Language): Promise<void> {
  globalThis.localStorage?.setItem(LANGUAGE_KEY, language)
  await i18next.changeLanguage(language)
  reflectLanguage()
}

/** The language as a React value, for dates and plain comparisons. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'ru'
}

/** Screen readers choose the voice by this attribute. */
function reflectLanguage(): void {
  if (typeof document !== 'undefined') document.documentElement.lang = currentLanguage()
}
