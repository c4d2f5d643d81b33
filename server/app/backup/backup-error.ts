export type BackupErrorCode =
  | 'backup.fileExists'
  | 'backup.nothing'
  | 'backup.inUse'
  | 'backup.toolMissing'
  | 'backup.toolFailed'
  | 'backup.cannotWrite'
  | 'restore.fileMissing'
  | 'restore.notABackup'
  | 'restore.damaged'
  | 'restore.newer'
  | 'restore.otherEngine'
  | 'restore.otherVersion'
  | 'restore.notEmpty'
  | 'restore.inUse'
  | 'restore.incomplete'

/** Why a backup or a restore did not happen. The code is stable; the texts are in `i18n/`. `detail` is a path, a name or what a program said. */
export class BackupError extends Error {
  readonly code: BackupErrorCode
  readonly detail: string

  constructor(code: BackupErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'BackupError'
    this.code = code
    this.detail = detail
  }
}
