import { expect, it } from 'vitest'
import { rangeOf } from './byte-range.ts'

it('[RFC 9110 §14.1.2] reads one range, clips it to the content, and gives the whole for anything else', () => {
  expect(rangeOf('bytes=0-4', 10)).toEqual({ from: 0, to: 4 })
  expect(rangeOf('bytes=3-', 10)).toEqual({ from: 3, to: 9 })
  expect(rangeOf('bytes=-4', 10)).toEqual({ from: 6, to: 9 })
  expect(rangeOf('bytes=-40', 10)).toEqual({ from: 0, to: 9 })
  expect(rangeOf('bytes=5-99', 10)).toEqual({ from: 5, to: 9 })
  for (const header of ['bytes=10-', 'bytes=10-12', 'bytes=-0'])
    expect(rangeOf(header, 10), header).toBe('unsatisfiable')
  for (const header of [undefined, '', 'bytes=-', 'bytes=4-2', 'bytes=0-1,3-4', 'pages=0-1', 'bytes=a-b'])
    expect(rangeOf(header, 10), header).toBeNull()
})
