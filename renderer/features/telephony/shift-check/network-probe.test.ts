import { describe, expect, it } from 'vitest'
import { fakeScheduler } from '../engine/fake-scheduler.ts'
import { type NetworkFinding, probeNetwork } from './network-probe.ts'

const STUN = { urls: ['stun:stun.example:3478'] }
const TURN = { urls: 'turns:turn.example:443', username: 'u', credential: 'c' }
const HOST = 'candidate:1 1 udp 2122 192.0.2.2 5000 typ host'
const REFLEXIVE = 'candidate:2 1 udp 1686 198.51.100.7 5000 typ srflx raddr 192.0.2.2 rport 5000'
const RELAY = 'candidate:3 1 udp 41 198.51.100.1 6000 typ relay raddr 198.51.100.7 rport 5000'

function probe(iceServers: readonly RTCIceServer[]) {
  const scheduler = fakeScheduler()
  const listeners: Record<string, (event: unknown) => void> = {}
  let finding: NetworkFinding | undefined
  const state = { iceGatheringState: 'gathering', closed: 0 }
  const connection = Object.assign(state, {
    addEventListener: (name: string, listener: (event: unknown) => void) => {
      listeners[name] = listener
    },
    createDataChannel: () => ({}),
    createOffer: async () => ({ type: 'offer', sdp: '' }),
    setLocalDescription: async () => undefined,
    close: () => {
      state.closed += 1
    },
  })
  const done = probeNetwork({ iceServers, createConnection: () => connection as never, scheduler }).then((found) => {
    finding = found
  })
  return {
    scheduler,
    state,
    done,
    finding: () => finding,
    candidate: (line: string) => listeners['icecandidate']?.({ candidate: { candidate: line } }),
    error: (url: string) => listeners['icecandidateerror']?.({ url }),
    complete: () => {
      state.iceGatheringState = 'complete'
      listeners['icegatheringstatechange']?.({})
    },
  }
}

describe('[TEL111] the network before the shift', () => {
  it('is well at once when every server that is set has answered, and the connection is closed', async () => {
    const it_ = probe([STUN, TURN])
    it_.candidate(HOST)
    it_.candidate(REFLEXIVE)
    expect(it_.state.closed).toBe(0)
    it_.candidate(RELAY)
    await it_.done
    expect(it_.finding()).toEqual({ hasAddress: true, stun: 'answered', turn: 'answered' })
    expect(it_.state.closed).toBe(1)
    expect(it_.scheduler.pending).toBe(0)
  })

  it('asks no server when none is set', async () => {
    const it_ = probe([])
    it_.candidate(HOST)
    await it_.done
    expect(it_.finding()).toEqual({ hasAddress: true, stun: 'notSet', turn: 'notSet' })
  })

  it('finds a relay that does not answer, and waits for it no longer than its limit', async () => {
    const it_ = probe([STUN, TURN])
    it_.candidate(HOST)
    it_.candidate(REFLEXIVE)
    it_.scheduler.advance(6_000)
    await it_.done
    expect(it_.finding()).toEqual({ hasAddress: true, stun: 'answered', turn: 'silent' })
  })

  it('finds a STUN server that does not answer', async () => {
    const it_ = probe([STUN])
    it_.candidate(HOST)
    it_.error('stun:stun.example:3478')
    it_.complete()
    await it_.done
    expect(it_.finding()).toEqual({ hasAddress: true, stun: 'silent', turn: 'notSet' })
  })

  it('takes a STUN server for answered where the own address is the one seen from outside', async () => {
    const it_ = probe([STUN])
    it_.candidate(HOST)
    it_.complete()
    await it_.done
    expect(it_.finding()).toMatchObject({ stun: 'answered' })
  })

  it('has no address without a network', async () => {
    const it_ = probe([TURN])
    it_.complete()
    await it_.done
    expect(it_.finding()).toEqual({ hasAddress: false, stun: 'notSet', turn: 'silent' })
  })

  it('a browser that makes no connection gives no address instead of an error', async () => {
    const finding = await probeNetwork({
      iceServers: [],
      scheduler: fakeScheduler(),
      createConnection: () => {
        throw new Error('no WebRTC')
      },
    })
    expect(finding.hasAddress).toBe(false)
  })
})
