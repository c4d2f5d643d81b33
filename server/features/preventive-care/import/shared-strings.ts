import { ListFileError } from './list-file.ts'
import { SafeXml } from './safe-xml.ts'

/** Bounds of what is kept in memory: a sheet of 200,000 rows has about two million different texts of a dozen letters. */
const MOST_STRINGS = 3_000_000
const MOST_CHARACTERS = 48_000_000

/** Texts that the cells of a workbook point at, in order. @throws ListFileError when they are too many */
export async function readSharedStrings(text: AsyncIterable<string>): Promise<string[]> {
  const strings: string[] = []
  let characters = 0
  let current = ''
  let phonetic = 0
  const xml = new SafeXml({
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') phonetic += 1
    },
    close(name, inner) {
      if (name === 'rPh') phonetic -= 1
      else if (name === 't' && phonetic === 0) current += inner
      else if (name === 'si') {
        characters += current.length
        if (strings.length >= MOST_STRINGS || characters > MOST_CHARACTERS)
          throw new ListFileError('imports.tooManyStrings')
        strings.push(current)
      }
    },
  })
  for await (const piece of text) xml.write(piece)
  xml.end()
  return strings
}
