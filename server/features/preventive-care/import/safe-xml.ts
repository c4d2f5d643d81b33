import { SaxesParser } from 'saxes'
import { ListFileError } from './list-file.ts'

/** What a reader of XML hears: opening tags with attributes, closing tags with the text between. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  /** `text` is what stood directly inside the element since its last tag. */
  close(name: string, text: string): void
}

/** Longest run without a tag: text, comment, attribute or whatever else a parser would gather. */
const MOST_WITHOUT_TAG = 65_536
const DEEPEST = 64

/**
 * A streaming XML parser that trusts nothing: no document type, hence no entities of its own and nothing fetched from outside; no deep
 * nesting; no endless text. Names come without their namespace prefix.
 */
export class SafeXml {
  readonly #parser = new SaxesParser()
  #sinceTag = 0
  #depth = 0
  #text = ''
  #failure: Error | null = null

  constructor(listener: XmlListener) {
    this.#parser.on('doctype', () => this.#fail(new ListFileError('imports.doctype')))
    this.#parser.on('error', () => this.#fail(this.broken()))
    this.#parser.on('opentag', (tag) => {
      this.#sinceTag = 0
      this.#text = ''
      this.#depth += 1
      if (this.#depth > DEEPEST) this.#fail(this.broken())
      if (this.#failure === null) listener.open(localName(tag.name), tag.attributes)
    })
    this.#parser.on('closetag', (tag) => {
      this.#sinceTag = 0
      this.#depth -= 1
      const text = this.#text
      this.#text = ''
      if (this.#failure === null) listener.close(localName(tag.name), text)
    })
    const addText = (text: string): void => {
      this.#text += text
    }
    this.#parser.on('text', addText)
    this.#parser.on('cdata', addText)
  }

  /** Line that is being read, from 1. */
  get line(): number {
    return this.#parser.line
  }

  /** @throws ListFileError */
  write(piece: string): void {
    this.#sinceTag += piece.length
    this.#parser.write(piece)
    if (this.#failure !== null) throw this.#failure
    if (this.#sinceTag > MOST_WITHOUT_TAG + piece.length)
      throw new ListFileError('imports.cellTooLong', { line: this.line })
  }

  /** @throws ListFileError for a file that ends in the middle */
  end(): void {
    this.#parser.close()
    if (this.#failure !== null) throw this.#failure
  }

  broken(): ListFileError {
    return new ListFileError('imports.xmlBroken', { line: this.#parser.line })
  }

  /** The first failure counts; what follows it comes from a parser that has lost its way. */
  #fail(error: Error): void {
    this.#failure ??= error
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
