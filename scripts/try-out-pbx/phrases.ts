import { readFileSync } from 'node:fs'
import { z } from 'zod'

export const PHRASES_FOLDER = new URL('../../assets/sounds/citizen/', import.meta.url)

const phrase = z.object({
  id: z.string().regex(/^[a-z-]{2,40}$/),
  kind: z.enum(['request', 'prompt', 'goodbye']),
  /** Voice of espeak-ng: `+f` women, `+m` men. */
  voice: z.string().regex(/^ru\+[fm][1-9]$/),
  text: z.string().min(3).max(200),
})
export type Phrase = Readonly<z.infer<typeof phrase>>

/** What robot citizens can say. */
export function loadPhrases(): readonly Phrase[] {
  return z.array(phrase).parse(JSON.parse(readFileSync(new URL('phrases.json', PHRASES_FOLDER), 'utf8')))
}

/** A-law audio of a phrase. */
export function loadPhraseAudio(id: string): Uint8Array {
  return readFileSync(new URL(`${id}.al`, PHRASES_FOLDER))
}

export interface Voice {
  readonly request: Phrase
  readonly prompt: Phrase
  readonly goodbye: Phrase
}

/** The three things one citizen says, in voices of one sex. */
export function voiceFor(phrases: readonly Phrase[], request: Phrase): Voice {
  const sex = request.voice.at(3)
  const pick = (kind: Phrase['kind']): Phrase =>
    phrases.find((one) => one.kind === kind && one.voice.at(3) === sex) ?? request
  return { request, prompt: pick('prompt'), goodbye: pick('goodbye') }
}
