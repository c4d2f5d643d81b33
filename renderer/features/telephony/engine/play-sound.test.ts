import { describe, expect, it } from 'vitest'
import { playSound } from './play-sound.ts'

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

function page(answers: readonly (Error | null)[]) {
  const heard: string[] = []
  const left = [...answers]
  const gestures = new EventTarget()
  const element = {
    srcObject: {} as MediaStream | null,
    play: async () => {
      const refused = left.shift()
      if (refused) throw refused
      heard.push('playing')
    },
  }
  const start = async (): Promise<void> => {
    playSound(
      element,
      gestures,
      () => heard.push('blocked'),
      () => heard.push('free'),
    )
    await settle()
  }
  const touch = async (kind: string): Promise<void> => {
    gestures.dispatchEvent(new Event(kind))
    await settle()
  }
  return { heard, element, start, touch }
}
const blocked = new DOMException('', 'NotAllowedError')

describe('[TEL39] a sound that the browser does not allow yet', () => {
  it.each(['pointerdown', 'keydown'])('is said, and plays with the next %s, once', async (kind) => {
    const it_ = page([blocked, null])
    await it_.start()
    expect(it_.heard).toEqual(['blocked'])
    await it_.touch(kind)
    await it_.touch('keydown')
    expect(it_.heard).toEqual(['blocked', 'playing', 'free'])
  })

  it('of a call that has ended meanwhile is not played', async () => {
    const it_ = page([blocked, null])
    await it_.start()
    it_.element.srcObject = null
    await it_.touch('keydown')
    expect(it_.heard).toEqual(['blocked', 'free'])
  })

  it('is nothing to speak of when it is allowed, or was replaced by another', async () => {
    const allowed = page([null])
    await allowed.start()
    expect(allowed.heard).toEqual(['playing'])
    const replaced = page([new DOMException('', 'AbortError')])
    await replaced.start()
    await replaced.touch('keydown')
    expect(replaced.heard).toEqual([])
  })
})
