import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberFromArguments } from './tel-link.ts'

describe('numberFromArguments', () => {
  it.each([
    ['tel:+7-000-123-45-67', '+70001234567'],
    ['TEL:+70001234567', '+70001234567'],
    ['tel:8%20(000)%20123-45-67', '80001234567'],
    ['tel:112', '112'],
    ['tel:+70001234567;ext=5', '+70001234567'],
    ['tel:*21#', '*21#'],
    ['tel://1001', '1001'],
  ])('reads %s', (link, number) => {
    expect(numberFromArguments(['/usr/bin/opora', '--flag', link])).toBe(number)
  })

  it.each([
    'tel:',
    'tel:1',
    'tel:+',
    'tel:call-me',
    'tel:%',
    'tel:<script>',
    'tel:+7000;phone-context=x/../../',
    `tel:${'7'.repeat(21)}`,
    `tel:${' '.repeat(200)}112`,
    'tel:1001\0',
    'sip:1001@evil.test',
    '--renderer-cmd-prefix=tel:112',
    'http://tel:112',
  ])('makes nothing unsafe of %j', (link) => {
    const number = numberFromArguments([link])
    expect(number === undefined || /^\+?[0-9*#]{2,20}$/.test(number)).toBe(true)
    if (!link.startsWith('tel:+7000')) expect(number).toBeUndefined()
  })

  it('never yields anything but digits, star, hash and one plus', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.string().map((s) => `tel:${s}`),
          ),
        ),
        (argv) => {
          const number = numberFromArguments(argv)
          if (number !== undefined) expect(number).toMatch(/^\+?[0-9*#]{2,20}$/)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
