import type { backupRu } from './ru.ts'

export const backupEn: typeof backupRu = {
  errors: {
    'backup.fileExists': (path) => `${path} is there already. Choose another name: backups are never written over.`,
    'backup.nothing': (path) => `There is no database in ${path}. Check OPORA_DATA or DATABASE_URL.`,
    'backup.inUse': (detail) =>
      `The embedded database is held by a server (${detail}). Stop the server and repeat; PostgreSQL is copied without a stop.`,
    'backup.toolMissing': (program) =>
      `The program ${program} is missing. Install it: apt-get install postgresql-client.`,
    'backup.toolFailed': (said) => `A program of PostgreSQL failed:\n${said}`,
    'backup.cannotWrite': (said) =>
      `The backup could not be written: ${said}. Check the space on the disk and the rights.`,
    'restore.fileMissing': (path) => `${path} is not there or cannot be read.`,
    'restore.notABackup': (path) => `${path} is not a backup of Opora.`,
    'restore.damaged': (entry) =>
      `The backup is damaged or was not written to its end (${entry}). The database is untouched; take another backup.`,
    'restore.newer': (what) => `The backup was made by a newer program (${what}). Update the server first.`,
    'restore.otherEngine': (engine) =>
      `This is a backup of ${engine}, and the server is set up for another. Check DATABASE_URL.`,
    'restore.otherVersion': (version) =>
      `The backup of the embedded database was made with another version of it (${version}); the same program is needed.`,
    'restore.notEmpty': (what) => `The database is not empty (${what}). To replace all that is in it add --replace.`,
    'restore.inUse': (what) => `A server works with the database (${what}). Stop all nodes and repeat.`,
    'restore.incomplete': (table) =>
      `After the restore there are not as many rows as in the backup (${table}). The database of before is back in its place.`,
  },
  check: (percent) => `Checking the backup: ${percent} %`,
  database: (megabytes) => `Database: ${megabytes} MB`,
  files: (done, total) => `Files: ${done} of ${total}`,
  backupDone: (path, rows, files, megabytes) => `Done: ${path}, ${megabytes} MB. Rows: ${rows}, files: ${files}.`,
  keysApart: (folder) =>
    `The keys are not in it. Keep the key files (${folder}) apart: without the master key the data of desks cannot be opened.`,
  restoreDone: (rows, files, madeAt) =>
    `Restored as of ${madeAt}. Rows: ${rows}, files: ${files}. Start the server now.`,
  otherKey: (path) =>
    `Attention: the backup was made with another master key than ${path}. Put the former file in its place before the server starts.`,
  usageBackup: 'npm run backup -- --to FILE',
  usageRestore: 'npm run restore -- --from FILE [--replace]',
  unexpected: 'It did not work:',
}
