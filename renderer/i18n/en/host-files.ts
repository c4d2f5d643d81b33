import type { Translated } from '../catalogue.ts'
import type { hostFilesRu } from '../ru/host-files.ts'

export const hostFilesEn = {
  saved: 'Saved: {{name}}.',
  showInFolder: 'Show in folder',
} satisfies Translated<typeof hostFilesRu>
