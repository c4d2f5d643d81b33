import { describe, expect, it } from 'vitest'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { canSendAgain } from './ways-out.ts'

describe('[PUSH4] the ways out of a refusal', () => {
  it('offer sending again only where another answer can come', () => {
    const offered = Object.keys(errorsRu).filter((code) => canSendAgain(refuse(code)))
    expect(offered.sort()).toEqual(['push.depends', 'push.failed', 'push.unknownCommand', 'record.conflict'])
  })

  it.each(['record.notFound', 'rights.notAllowed', 'complaints.handedOver', 'insuredPersons.consentWithdrawn'])(
    'do not after %s',
    (code) => {
      expect(canSendAgain(refuse(code))).toBe(false)
    },
  )
})
