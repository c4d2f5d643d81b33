/** Texts of one slice in one language: flat keys with dots, `{{placeholders}}`, plural forms as `key_one`, `key_few`, `key_many`, `key_other`. */
export type Catalogue = Readonly<Record<string, string>>

type PluralForm = 'one' | 'few' | 'many' | 'other'

/** Keys as the desk asks for them: plural forms are one key. */
export type KeyOf<Texts extends Catalogue> = keyof Texts extends infer Key
  ? Key extends `${infer Base}_${PluralForm}`
    ? Base
    : Key & string
  : never

/**
 * What the English catalogue must be: every Russian key and no other. The forms `few` and `many` do not exist in English.
 * Written as `{…} satisfies Translated<typeof ru>`, a missing or spare key fails compilation.
 */
export type Translated<Russian extends Catalogue> = {
  readonly [Key in keyof Russian as Key extends `${string}_few` | `${string}_many` ? never : Key]: string
}

type Placeholders<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

type TextOf<Texts extends Catalogue, Key extends string> = Key extends keyof Texts
  ? Texts[Key]
  : `${Key}_other` extends keyof Texts
    ? Texts[`${Key}_other`] | 'plural {{count}}'
    : never

/** Names that a text needs; read by the compiler from the Russian text. */
export type ArgumentOf<Texts extends Catalogue, Key extends string> = Placeholders<TextOf<Texts, Key>>

/** Speaks one catalogue: `t('key')`, or `t('key', { name })` where the text has placeholders. */
export type Translate<Texts extends Catalogue> = <Key extends KeyOf<Texts>>(
  key: Key,
  ...args: [ArgumentOf<Texts, Key>] extends [never]
    ? []
    : [args: { readonly [Name in ArgumentOf<Texts, Key>]: Name extends 'count' ? number : string | number }]
) => string
