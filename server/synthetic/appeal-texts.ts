import type { AppealKind } from '#shared/features/appeals/classifier.ts'
import type { AppealTextContent } from './content.ts'
import { type Draws, type Lottery, lotteryOf } from './draws.ts'

export interface WrittenAppeal {
  readonly themeCode: string
  readonly text: string
  readonly result: string
}

export interface AppealWriter {
  write(draws: Draws, kind: AppealKind, sex: 'male' | 'female'): WrittenAppeal
}

type Slot = string | Readonly<Record<string, string>>

/**
 * Writes appeals from templates: `<a|b>` one of several, `[он|она]` by the sex of the speaker, `{3..9}` a number, `{slot}` and
 * `{slot.form}` words of one thing, the same one in text, theme and result, so that a complaint about a cardiologist has the row of cardiologists.
 */
export function appealWriterOf(content: AppealTextContent, streets: readonly string[]): AppealWriter {
  const slots: Readonly<Record<string, readonly Slot[]>> = { ...content.slots, street: streets }
  const byKind = new Map<string, Lottery<AppealTextContent['themes'][number]>>()
  for (const kind of ['complaint', 'application', 'consultation', 'proposal', 'gratitude']) {
    const themes = content.themes.filter((item) => item.theme === kind || item.theme.startsWith(`${kind}.`))
    byKind.set(kind, lotteryOf(themes.map((theme) => [theme, theme.weight] as const)))
  }
  return {
    write: (draws, kind, sex) => {
      const template = byKind.get(kind)?.draw(draws)
      if (template === undefined) throw new Error(`assets/synthetic/appeal-texts.ru.json has no theme of ${kind}`)
      const chosen = new Map<string, Slot>()
      const fill = (text: string): string => fillTemplate(draws, text, sex, slots, chosen)
      const choice = draws.pick(template.texts)
      const [words, results] = typeof choice === 'string' ? [choice, template.results] : [choice.text, choice.results]
      const text = sentences(fill(words))
      return { themeCode: fill(template.theme), text, result: sentences(fill(draws.pick(results))) }
    },
  }
}

function fillTemplate(
  draws: Draws,
  template: string,
  sex: 'male' | 'female',
  slots: Readonly<Record<string, readonly Slot[]>>,
  chosen: Map<string, Slot>,
): string {
  return template
    .replace(/\[([^[\]|]*)\|([^[\]|]*)\]/g, (_, he: string, she: string) => (sex === 'male' ? he : she))
    .replace(/<([^<>]*)>/g, (_, options: string) => draws.pick(options.split('|')))
    .replace(/\{(\d+)\.\.(\d+)\}/g, (_, from: string, to: string) => String(draws.between(Number(from), Number(to))))
    .replace(/\{(\w+)(?:\.(\w+))?\}/g, (whole, name: string, form: string | undefined) => {
      const list = slots[name]
      if (list === undefined) throw new Error(`Unknown slot ${whole} in a text of appeals`)
      const slot = chosen.get(name) ?? draws.pick(list)
      chosen.set(name, slot)
      const word = typeof slot === 'string' ? slot : slot[form ?? '']
      if (word === undefined) throw new Error(`The slot ${whole} has no such form`)
      return word
    })
}

/** Takes out the gaps of empty alternatives and begins every sentence with a capital. */
function sentences(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(^|[.!?] )(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}
