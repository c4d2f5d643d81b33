import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { must } from '#shared/kernel/result.ts'
import type { RecordKind } from '#shared/protocol/registry.ts'
import type { DeskData, DeskReads } from './desk-data.ts'

const DeskDataContext = createContext<DeskData | null>(null)

/** Hands the opened local store to everything below. */
export function DeskDataProvider({ data, children }: { readonly data: DeskData; readonly children: ReactNode }) {
  return <DeskDataContext value={data}>{children}</DeskDataContext>
}

/** The local store of the signed-in user. Only below the sign-in: before it there is none. */
export function useDeskData(): DeskData {
  return must(useContext(DeskDataContext), 'DeskDataProvider')
}

/**
 * A live read of the local store: read once, and again after each change of the named kinds. Returns undefined until the first
 * answer. While a newer read runs the last answer stays, so that nothing flickers; an answer that was overtaken is dropped.
 * `key` names what is read (an id, a filter): another key forgets the last answer, so that one person is never shown for another.
 */
export function useDeskRead<T>(
  kinds: readonly (RecordKind | 'outbox')[],
  read: (reads: DeskReads) => Promise<T>,
  key: string,
): T | undefined {
  const { reads } = useDeskData()
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T }>()
  const readNow = useRef(read)
  readNow.current = read
  const kindList = kinds.join(' ')

  useEffect(() => {
    let isCurrent = true
    let round = 0
    const refresh = (): void => {
      round += 1
      const mine = round
      void readNow.current(reads).then((value) => {
        if (isCurrent && mine === round) setAnswer({ key, value })
      })
    }
    const stop = reads.subscribe(kindList.split(' ') as (RecordKind | 'outbox')[], refresh)
    refresh()
    return () => {
      isCurrent = false
      stop()
    }
  }, [reads, kindList, key])

  return answer?.key === key ? answer.value : undefined
}
