import { useCallback, useEffect, useRef, useState } from 'react'
import { useDeskData } from './desk-data-context.tsx'
import { followKeeping, type Keeping } from './keeping.ts'

export interface KeptForm<T> {
  /** Null until the draft was looked for. */
  readonly value: T | null
  readonly keeping: Keeping
  change(change: Partial<T>): void
  /** Forgets the draft; the form begins anew. */
  drop(): Promise<void>
}

/** A form whose every key goes to the encrypted drafts of this computer, so that a crash loses nothing (REQUIREMENTS X1). */
export function useKeptForm<T extends object>(key: string, begin: () => T): KeptForm<T> {
  const { drafts } = useDeskData()
  const [value, setValue] = useState<T | null>(null)
  const [keeping, setKeeping] = useState<Keeping>('kept')
  const follow = useRef(followKeeping(setKeeping))
  const first = useRef(begin)
  first.current = begin
  const now = useRef<T | null>(null)

  useEffect(() => {
    let isCurrent = true
    now.current = null
    setValue(null)
    void drafts.load<Partial<T>>(key).then((draft) => {
      if (!isCurrent) return
      now.current = { ...first.current(), ...draft }
      setValue(now.current)
    })
    return () => {
      isCurrent = false
    }
  }, [drafts, key])

  const change = useCallback(
    (part: Partial<T>) => {
      if (now.current === null) return
      now.current = { ...now.current, ...part }
      setValue(now.current)
      follow.current(drafts.save(key, now.current))
    },
    [drafts, key],
  )
  const drop = useCallback(async () => {
    await drafts.drop(key)
    now.current = first.current()
    setValue(now.current)
  }, [drafts, key])
  return { value, keeping, change, drop }
}
