import { z } from 'zod'
import { role } from '../../kernel/actor.ts'
import { userId } from '../../kernel/ids.ts'

/** Where a colleague stands, in the words of the floor. */
export const colleagueState = z.enum([
  'ready',
  'notReady',
  'afterCallWork',
  'talking',
  'ringing',
  'dialling',
  'noLine',
  'atDesk',
  'away',
])
export type ColleagueState = z.infer<typeof colleagueState>

export const colleague = z.object({
  userId,
  name: z.string(),
  role,
  extension: z.string(),
  /** Null when nobody knows: the server is away. */
  state: colleagueState.nullable(),
  /** Works an open appeal of the person on the phone, or spoke to them last. */
  isOwn: z.boolean(),
})
export type Colleague = z.infer<typeof colleague>

/** `GET /api/telephony/colleagues?personId=…`: to whom a call can be handed over. */
export const colleaguesAnswer = z.object({ items: z.array(colleague) })

const STATE_ORDER: readonly (ColleagueState | null)[] = [
  'ready',
  'afterCallWork',
  'atDesk',
  'notReady',
  null,
  'dialling',
  'ringing',
  'talking',
  'noLine',
  'away',
]

/** Who looks after the person first, then who is free, then by name. */
export function inOrderOfHelp(colleagues: readonly Colleague[]): readonly Colleague[] {
  return [...colleagues].sort(
    (a, b) =>
      Number(b.isOwn) - Number(a.isOwn) ||
      STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) ||
      a.name.localeCompare(b.name, 'ru'),
  )
}

/** Those that what was typed means: part of the name, the level, or the beginning of the extension. */
export function colleaguesLike(colleagues: readonly Colleague[], typed: string): readonly Colleague[] {
  const words = typed.toLocaleLowerCase('ru').split(/\s+/).filter(Boolean)
  return colleagues.filter(({ name, role: level, extension }) => {
    const text = `${name} ${level}`.toLocaleLowerCase('ru')
    return words.every((word) => text.includes(word) || extension.startsWith(word))
  })
}
