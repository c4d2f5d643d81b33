import { useEffect } from 'react'

type DialCommand = 'call' | 'other' | 'skip' | 'stop'

/** Keys of a run by physical key; the desk and the telephone have others (`keymap.test.ts`). */
export const DIAL_KEYS: Readonly<Record<DialCommand, { readonly code: string; readonly shown: string }>> = {
  call: { code: 'KeyC', shown: 'Alt+C' },
  other: { code: 'KeyW', shown: 'Alt+W' },
  skip: { code: 'KeyX', shown: 'Alt+X' },
  stop: { code: 'KeyQ', shown: 'Alt+Q' },
}

/** Listens for the keys of a run while its bar is on the screen. A held key counts once: nobody is dialled twice. */
export function useDialKeys(does: Readonly<Record<DialCommand, () => void>>): void {
  const { call, other, skip, stop } = does
  useEffect(() => {
    const work = { call, other, skip, stop }
    function onKeyDown(event: KeyboardEvent): void {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return
      const command = (Object.keys(DIAL_KEYS) as DialCommand[]).find((it) => DIAL_KEYS[it].code === event.code)
      if (command === undefined) return
      event.preventDefault()
      work[command]()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [call, other, skip, stop])
}
