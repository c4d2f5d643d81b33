import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiddenGroups } from './small-groups.ts'

describe('small groups of a report', () => {
  it('[S8] are hidden, and cannot be reckoned from the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), fc.integer({ min: 2, max: 10 }), (sizes, min) => {
        const hidden = hiddenGroups(sizes, min)
        sizes.forEach((size, place) => {
          if (size > 0 && size < min) expect(hidden.has(place)).toBe(true)
        })
        const told = sizes.filter((size, place) => size > 0 && !hidden.has(place))
        const sum = [...hidden].reduce((total, place) => total + (sizes[place] ?? 0), 0)
        // Whoever knows the whole learns at most the sum of several groups, and never one of fewer than `min`.
        if (hidden.size > 0 && told.length > 0) expect(hidden.size > 1 && sum >= min).toBe(true)
        if (sizes.every((size) => size === 0 || size >= min)) expect(hidden.size).toBe(0)
      }),
    )
  })
})
