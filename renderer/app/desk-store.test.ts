import { describe, expect, it } from 'vitest'
import { CASE_START } from '#renderer/features/complaints/case-place.ts'
import type { AppealId, CallId } from '#shared/kernel/ids.ts'
import { createDeskNavigation } from './desk-store.ts'

const APPEAL = 'appeal-1' as AppealId
const CALL = 'call-1' as CallId

describe('where the representative is', () => {
  it('comes back to the case that a call interrupted, to its tab and open form', () => {
    const navigation = createDeskNavigation({ kind: 'home' })
    navigation.go({ kind: 'appeal', appealId: APPEAL })
    navigation.placeInCase(APPEAL, { tab: 'records', step: 'request' })
    navigation.go({ kind: 'call', callId: CALL })
    navigation.goBack()
    expect(navigation.state.getState().task).toEqual({ kind: 'appeal', appealId: APPEAL })
    expect(navigation.state.getState().casePlaces.get(APPEAL)).toEqual({ tab: 'records', step: 'request' })
  })

  it('closes the form that is done and leaves the tab to which the expert went meanwhile', () => {
    const navigation = createDeskNavigation({ kind: 'home' })
    navigation.placeInCase(APPEAL, { tab: 'records', step: 'request' })
    navigation.placeInCase(APPEAL, { tab: 'history' })
    navigation.placeInCase(APPEAL, { step: null })
    expect(navigation.state.getState().casePlaces.get(APPEAL)).toEqual({ tab: 'history', step: null })
  })

  it('opens another case at its beginning', () => {
    const navigation = createDeskNavigation({ kind: 'home' })
    navigation.placeInCase(APPEAL, { tab: 'answer' })
    expect(navigation.state.getState().casePlaces.get('appeal-2' as AppealId) ?? CASE_START).toEqual(CASE_START)
    expect(navigation.state.getState().casePlaces.get(APPEAL)).toEqual({ tab: 'answer', step: null })
  })
})
