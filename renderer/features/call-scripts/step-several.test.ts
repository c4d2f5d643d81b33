import { expect, it } from 'vitest'
import type { LinkedNode } from '#shared/features/call-scripts/link.ts'
import { withToggled } from './step-several.tsx'

const node = { options: ['107', '103', '110'].map((value) => ({ value, label: value })) } as unknown as LinkedNode

it('[C8] marks and takes off answers, kept in the order of the options whatever the order of the keys', () => {
  const two = withToggled(node, withToggled(node, '', '103'), '107')
  expect(two).toBe('107,103')
  expect(withToggled(node, two, '107')).toBe('103')
  expect(withToggled(node, '103', '103')).toBe('')
})
