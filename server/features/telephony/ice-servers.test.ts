import { describe, expect, it } from 'vitest'
import { readConfig } from '#server/platform/config.ts'
import { iceServersFor } from './ice-servers.ts'

const TURN = 'turn:turn.example.test:3478?transport=udp,turns:turn.example.test:5349'

describe('servers for the way of the sound', () => {
  it('are none where none is set', () => {
    expect(iceServersFor(readConfig({}), '1001', 1_800_000_000)).toEqual([])
  })

  it('let a desk into TURN by a user name that ends with its credentials', () => {
    const config = readConfig({
      OPORA_STUN: 'stun:turn.example.test:3478',
      OPORA_TURN: TURN,
      OPORA_TURN_SECRET: 'north',
    })
    expect(iceServersFor(config, '1001', 1_800_000_000)).toEqual([
      { urls: ['stun:turn.example.test:3478'] },
      {
        urls: TURN.split(','),
        username: '1800000000:1001',
        // printf %s 1800000000:1001 | openssl dgst -sha1 -hmac north -binary | base64
        credential: 'K/tYwiqjdMbs1No1Wh6wcHX8S3Q=',
      },
    ])
  })
})
