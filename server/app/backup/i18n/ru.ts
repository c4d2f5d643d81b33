import type { BackupErrorCode } from '../backup-error.ts'

const errors: Readonly<Record<BackupErrorCode, (detail: string) => string>> = {
  'backup.fileExists': (path) => `Файл ${path} уже есть. Укажите другое имя: резервные копии не перезаписываются.`,
  'backup.nothing': (path) => `В ${path} нет базы данных. Проверьте OPORA_DATA или DATABASE_URL.`,
  'backup.inUse': (detail) =>
    `Встроенная база занята сервером (${detail}). Остановите сервер и повторите; PostgreSQL копируется и без остановки.`,
  'backup.toolMissing': (program) => `Нет программы ${program}. Установите её: apt-get install postgresql-client.`,
  'backup.toolFailed': (said) => `Программа PostgreSQL завершилась с ошибкой:\n${said}`,
  'backup.cannotWrite': (said) => `Копию не удалось записать: ${said}. Проверьте место на диске и права на папку.`,
  'restore.fileMissing': (path) => `Файла ${path} нет или его нельзя прочитать.`,
  'restore.notABackup': (path) => `${path} — не резервная копия Опоры.`,
  'restore.damaged': (entry) =>
    `Копия повреждена или записана не до конца (${entry}). База не тронута; возьмите другую копию.`,
  'restore.newer': (what) => `Копия сделана более новой программой (${what}). Сначала обновите сервер.`,
  'restore.otherEngine': (engine) => `Это копия базы ${engine}, а сервер настроен на другую. Проверьте DATABASE_URL.`,
  'restore.otherVersion': (version) =>
    `Копия встроенной базы сделана на другой её версии (${version}); нужна та же программа.`,
  'restore.notEmpty': (what) => `База не пуста (${what}). Чтобы заменить всё, что в ней есть, добавьте --replace.`,
  'restore.inUse': (what) => `С базой работает сервер (${what}). Остановите все узлы и повторите.`,
  'restore.incomplete': (table) =>
    `После восстановления строк не столько, сколько в копии (${table}). Прежняя база возвращена на место.`,
}

export const backupRu = {
  errors,
  check: (percent: number) => `Проверяю копию: ${percent} %`,
  database: (megabytes: string) => `База данных: ${megabytes} МБ`,
  files: (done: number, total: number) => `Файлы: ${done} из ${total}`,
  backupDone: (path: string, rows: number, files: number, megabytes: string) =>
    `Готово: ${path}, ${megabytes} МБ. Строк: ${rows}, файлов: ${files}.`,
  keysApart: (folder: string) =>
    `Ключей в копии нет. Храните файлы ключей (${folder}) отдельно: без главного ключа данные рабочих мест не открыть.`,
  restoreDone: (rows: number, files: number, madeAt: string) =>
    `Восстановлено состояние на ${madeAt}. Строк: ${rows}, файлов: ${files}. Теперь запустите сервер.`,
  otherKey: (path: string) =>
    `Внимание: копия сделана с другим главным ключом, чем ${path}. Положите на его место прежний файл до запуска сервера.`,
  usageBackup: 'npm run backup -- --to ФАЙЛ',
  usageRestore: 'npm run restore -- --from ФАЙЛ [--replace]',
  unexpected: 'Не получилось:',
}
