import { useEffect, useState } from 'react'

/** The time of this computer in milliseconds, drawn again every `everyMs`. For ages and timers on the screen only. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
