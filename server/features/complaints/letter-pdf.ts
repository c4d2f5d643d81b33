import pdfmake, { type PdfText } from 'pdfmake'
import roboto from 'pdfmake/fonts/Roboto.js'
import PizZip from 'pizzip'
import { SaxesParser } from 'saxes'
import { must } from '#shared/kernel/result.ts'

/** Roboto has Cyrillic and is free (Apache-2.0); it comes with pdfmake, so a PDF needs no font of the computer. */
pdfmake.setFonts(roboto)
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => Object.values(roboto.Roboto).includes(path))

interface Paragraph {
  readonly runs: { text: string; isBold: boolean; points: number }[]
  alignment: NonNullable<PdfText['alignment']>
  before: number
  after: number
}

const ALIGNMENTS: Readonly<Record<string, Paragraph['alignment']>> = {
  both: 'justify',
  center: 'center',
  right: 'right',
  end: 'right',
}
/** Twentieths of a point, as Word counts spaces; half points, as it counts letters. */
const TWIPS = 20
const HALF_POINTS = 2
const USUAL_POINTS = 12

/**
 * The PDF of a filled letter. It is made from the DOCX itself, so that both always say the same: paragraphs with their alignment, spaces,
 * bold and size. Pictures and tables of a template do not come over.
 */
export async function letterPdf(docx: Buffer, title: string): Promise<Buffer> {
  const xml = must(new PizZip(docx).file('word/document.xml'), 'word/document.xml').asText()
  const content = paragraphsOf(xml).map(
    (paragraph): PdfText => ({
      text: paragraph.runs.map((run) => ({
        text: run.text,
        bold: run.isBold,
        fontSize: run.points,
        preserveLeadingSpaces: true,
      })),
      alignment: paragraph.alignment,
      margin: [0, paragraph.before, 0, paragraph.after],
    }),
  )
  return pdfmake
    .createPdf({
      pageSize: 'A4',
      pageMargins: [85, 57, 43, 57],
      info: { title },
      content,
      defaultStyle: { font: 'Roboto', fontSize: USUAL_POINTS, lineHeight: 1.2 },
    })
    .getBuffer()
}

/** Paragraphs of a WordprocessingML body, in order. */
export function paragraphsOf(xml: string): readonly Paragraph[] {
  const paragraphs: Paragraph[] = []
  let paragraph: Paragraph | null = null
  let run: Paragraph['runs'][number] | null = null
  let isInText = false
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const value = String(attributes['w:val'] ?? '')
    switch (name) {
      case 'w:p':
        paragraph = { runs: [], alignment: 'left', before: 0, after: 0 }
        break
      case 'w:r':
        run = { text: '', isBold: false, points: USUAL_POINTS }
        break
      case 'w:jc':
        if (paragraph) paragraph.alignment = ALIGNMENTS[value] ?? 'left'
        break
      case 'w:spacing':
        if (paragraph && run === null) {
          paragraph.before = Number(attributes['w:before'] ?? 0) / TWIPS
          paragraph.after = Number(attributes['w:after'] ?? 0) / TWIPS
        }
        break
      case 'w:b':
        if (run) run.isBold = value !== '0' && value !== 'false'
        break
      case 'w:sz':
        if (run) run.points = Number(value) / HALF_POINTS
        break
      case 'w:br':
        if (run) run.text += '\n'
        break
      case 'w:tab':
        if (run) run.text += '\t'
        break
      case 'w:t':
        isInText = true
        break
    }
  })
  parser.on('text', (text) => {
    if (isInText && run) run.text += text
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'w:t') isInText = false
    if (name === 'w:r' && run) {
      paragraph?.runs.push(run)
      run = null
    }
    if (name === 'w:p' && paragraph) {
      paragraphs.push(paragraph)
      paragraph = null
    }
  })
  parser.write(xml).close()
  return paragraphs
}
