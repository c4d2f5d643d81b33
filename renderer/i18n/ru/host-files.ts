/** What came of saving a file on this computer. */
export const hostFilesRu = {
  saved: 'Сохранено: {{name}}.',
  showInFolder: 'Показать в папке',
} as const
