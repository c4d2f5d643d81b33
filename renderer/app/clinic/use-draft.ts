import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { followKeeping, type Keeping } from '#renderer/sync/keeping.ts'

interface Draft<T> {
  /** Undefined until the store has answered: a form drawn before would throw away what was kept. */
  readonly value: T | undefined
  /** Whether the latest change stands on the disk. */
  readonly keeping: Keeping
  readonly set: (value: T) => void
  /** Forgets what was typed, after it was recorded. */
  readonly drop: () => void
}

/**
 * What is typed into a small form, kept encrypted from key to key and found again after a crash (REQUIREMENTS X1).
 * @param empty what a new form holds; only the first one given counts
 */
export function useDraft<T>(key: string, empty: T): Draft<T> {
  const { drafts } = useDeskData()
  const fresh = useRef(empty)
  const [value, setValue] = useState<T>()
  const [keeping, setKeeping] = useState<Keeping>('kept')
  const follow = useMemo(() => followKeeping(setKeeping), [])
  useEffect(() => {
    let isCurrent = true
    void drafts.load<T>(key).then((kept) => isCurrent && setValue(kept ?? fresh.current))
    return () => {
      isCurrent = false
    }
  }, [drafts, key])
  const set = useCallback(
    (next: T) => {
      setValue(next)
      follow(drafts.save(key, next))
    },
    [drafts, key, follow],
  )
  const drop = useCallback(() => {
    setValue(fresh.current)
    follow(drafts.drop(key))
  }, [drafts, key, follow])
  return { value, keeping, set, drop }
}
