import { createContext, useContext } from 'react'
import type { NoticeKind } from '#shared/features/complaints/complaint-case.ts'
import { must } from '#shared/kernel/result.ts'
import type { UploadQueue } from './upload-queue.ts'

/** What files and letters need of the server; handed in by the desk. */
export interface CaseFiles {
  readonly queue: UploadQueue
  /** Ids of files whose content the server has; null when it cannot be asked. */
  present(caseId: string): Promise<ReadonlySet<string> | null>
  /** Content from the server; null when it cannot be reached or has none. */
  content(caseId: string, fileId: string): Promise<Blob | null>
  /** A letter as a file, made by the server; `kind` null is the answer. Null when the server cannot be reached. */
  letter(caseId: string, kind: NoticeKind | null, format: 'docx' | 'pdf', text: object | null): Promise<Blob | null>
}

export const CaseFilesContext = createContext<CaseFiles | null>(null)

export function useCaseFiles(): CaseFiles {
  return must(useContext(CaseFilesContext), 'CaseFilesContext')
}
