import { useMemo } from 'react'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { themePath } from '#shared/features/appeals/classifier.ts'

/** Words of a theme code by the classifier that this desk holds: the path below the kind. A code it does not hold is shown as it stands. */
export function useThemeName(): (code: string) => string {
  const classifiers = useDeskRead(['appealClassifier'], (reads) => reads.records('appealClassifier'), '')
  return useMemo(() => {
    const known = (classifiers ?? []).map((kept) => kept.data)
    return (code: string) => {
      for (const classifier of known) {
        const path = themePath(classifier, code).slice(1)
        if (path.length > 0) return path.map((row) => row.name).join(' › ')
      }
      return code.includes('.') ? code : ''
    }
  }, [classifiers])
}
