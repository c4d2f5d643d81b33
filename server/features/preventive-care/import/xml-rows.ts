import type { ListField, ListProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import type { SourceCell, SourceRow } from '#shared/features/preventive-care/import/list-row.ts'
import { ListFileError } from './list-file.ts'
import { SafeXml } from './safe-xml.ts'

type Cells = Partial<Record<ListField, SourceCell>>

/** Records of an exchange file by the profile of the region; what its header says holds for each of them. */
export async function* xmlRows(text: AsyncIterable<string>, profile: ListProfile): AsyncGenerator<SourceRow> {
  const { root, header, record, fields, headerFields } = profile.xml
  const path: string[] = []
  const common: Cells = {}
  let cells: Cells | null = null
  let place = 0
  let read: SourceRow[] = []
  const xml = new SafeXml({
    open(name) {
      if (path.length === 0 && name !== root) throw new ListFileError('imports.notThisList', { root })
      path.push(name)
      if (path.length === 2 && name === record) cells = {}
    },
    close(name, text) {
      path.pop()
      const parent = path[1]
      if (path.length === 2 && parent === header) keep(common, headerFields[name], text)
      else if (path.length === 2 && parent === record && cells !== null) keep(cells, fields[name], text)
      else if (path.length === 1 && name === record && cells !== null) {
        place += 1
        addCommon(cells, common)
        read.push({ place, cells, is1904: false })
        cells = null
      }
    },
  })
  for await (const piece of text) {
    xml.write(piece)
    if (read.length === 0) continue
    const ready = read
    read = []
    yield* ready
  }
  xml.end()
  yield* read
}

/** An empty element says nothing; of two that give the same field the first one that says something counts. */
function keep(cells: Cells, field: ListField | undefined, text: string): void {
  if (field !== undefined && cells[field] === undefined && /\S/.test(text)) cells[field] = { text, type: 'text' }
}

/** A record's own word goes before the header's. */
function addCommon(cells: Cells, common: Cells): void {
  for (const field of Object.keys(common) as ListField[]) {
    const cell = common[field]
    if (cell !== undefined) cells[field] ??= cell
  }
}
