import { expect, it } from 'vitest'
import { sampleOuter } from '#shared/features/call-scripts/sample-scripts.ts'
import { announcedAt } from './announcement.ts'

const run = (answers: readonly { nodeId: string; at: string }[], scriptVersion = sampleOuter.version) => ({
  scriptId: 'outer',
  scriptVersion,
  answers,
})

it('[S2] the announcement is said when the step with its words was ticked off, at the first time of all runs', () => {
  const said = run([
    { nodeId: 'hello', at: '2026-11-24T09:00:05Z' },
    { nodeId: 'topic', at: '2026-11-24T09:00:09Z' },
  ])
  const earlier = run([{ nodeId: 'hello', at: '2026-11-24T09:00:02Z' }])
  expect(announcedAt([said, earlier], [sampleOuter], 'here')).toBe('2026-11-24T09:00:02Z')
  expect(announcedAt([said], [sampleOuter], 'recorded')).toBeNull()
  expect(announcedAt([run([{ nodeId: 'topic', at: '2026-11-24T09:00:09Z' }])], [sampleOuter], 'here')).toBeNull()
  // The words of another version prove nothing.
  expect(announcedAt([run(said.answers, 99)], [sampleOuter], 'here')).toBeNull()
})
