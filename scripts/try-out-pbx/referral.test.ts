import { expect, it } from 'vitest'
import { parseReferTo } from './referral.ts'

it('reads where to and what the new INVITE is to say', () => {
  expect(parseReferTo('<sip:1002@lab.invalid?X-Opora-Call=ab-1>')).toEqual({
    uri: 'sip:1002@lab.invalid',
    headers: [['X-Opora-Call', 'ab-1']],
  })
})

it('reads whose place is taken, with the address as the third party gave it', () => {
  const header = '"Anna" <sip:x1@y2.invalid;transport=ws;alias=127.0.0.1~4000~5?Replaces=c%3Bto-tag%3Dt%3Bfrom-tag%3Df>'
  expect(parseReferTo(header)).toEqual({
    uri: 'sip:x1@y2.invalid;transport=ws;alias=127.0.0.1~4000~5',
    headers: [['Replaces', 'c;to-tag=t;from-tag=f']],
  })
})

it('an address without headers has none; what is no SIP address is nothing', () => {
  expect(parseReferTo('<sip:1002@lab.invalid>')).toEqual({ uri: 'sip:1002@lab.invalid', headers: [] })
  expect(parseReferTo('<tel:+70001234567>')).toBeUndefined()
  expect(parseReferTo(undefined)).toBeUndefined()
})
