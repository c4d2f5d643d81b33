import { describe, expect, it } from 'vitest'
import { takesBack } from './microphone-return.ts'

const devices = (...ids: string[]) => ({ microphones: ids.map((id) => ({ id, label: id })), speakers: [] })
const standing = { chosenId: 'headset', isSubstitute: false, isMissing: false }

describe('[TEL36] a microphone that is plugged in again', () => {
  it('is taken when there was none, whichever it is', () => {
    expect(takesBack({ ...standing, isMissing: true }, devices('webcam'))).toBe(true)
    expect(takesBack({ ...standing, isMissing: true }, devices())).toBe(false)
  })

  it('is taken when it is the chosen one and another stands in for it', () => {
    expect(takesBack({ ...standing, isSubstitute: true }, devices('webcam', 'headset'))).toBe(true)
    expect(takesBack({ ...standing, isSubstitute: true }, devices('webcam'))).toBe(false)
    expect(takesBack({ ...standing, chosenId: '', isSubstitute: true }, devices('webcam'))).toBe(false)
  })

  it('disturbs no talk that goes on as it should', () => {
    expect(takesBack(standing, devices('webcam', 'headset'))).toBe(false)
  })
})
