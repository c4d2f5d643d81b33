import { describe, expect, it } from 'vitest'
import { textsOf } from '#renderer/i18n/i18n.ts'
import { funnelSheets } from './informing.tsx'

describe('[S6] the file of the effect of informing', () => {
  it('has the same counts as the screen, with the share of each step in the one before', () => {
    const sheets = funnelSheets(
      [
        { by: 'all', key: '', due: 200, informed: 80, booked: 40, came: 25 },
        { by: 'way', key: '03', due: null, informed: 0, booked: 0, came: 0 },
      ],
      ({ key }) => key,
      textsOf('reports'),
    )
    expect(sheets.map(({ rows }) => rows)).toEqual([
      [['', 200, 80, 40, 25, 40, 50, 31.3]],
      [],
      [['03', null, 0, 0, 0, null, null, null]],
      [],
    ])
    for (const { columns } of sheets) expect(columns).toHaveLength(8)
  })
})
