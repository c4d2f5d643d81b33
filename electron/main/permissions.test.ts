import { describe, expect, it } from 'vitest'
import { isHeadset, isPermitted } from './permissions.ts'

const own = { url: 'app://bundle/index.html', isMainFrame: true }

describe('isPermitted', () => {
  it.each([
    'notifications',
    'clipboard-sanitized-write',
    'speaker-selection',
    'local-network',
    'loopback-network',
    'local-network-access',
    'hid',
  ])('grants %s to the desk', (permission) => {
    expect(isPermitted({ ...own, permission })).toBe(true)
  })

  it('grants the microphone and never the camera', () => {
    expect(isPermitted({ ...own, permission: 'media', mediaTypes: ['audio'] })).toBe(true)
    expect(isPermitted({ ...own, permission: 'media' })).toBe(true)
    expect(isPermitted({ ...own, permission: 'media', mediaTypes: ['video'] })).toBe(false)
    expect(isPermitted({ ...own, permission: 'media', mediaTypes: ['audio', 'video'] })).toBe(false)
  })

  it.each([
    'geolocation',
    'clipboard-read',
    'display-capture',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'fileSystem',
    'serial',
    'usb',
    'idle-detection',
    'window-management',
    'storage-access',
    'unknown',
    'something-new',
    '',
  ])('refuses %s', (permission) => {
    expect(isPermitted({ ...own, permission })).toBe(false)
  })

  it.each([
    ['another site', { url: 'https://evil.test/', isMainFrame: true }],
    ['a name that begins alike', { url: 'app://bundle.evil/', isMainFrame: true }],
    ['a data page', { url: 'data:text/html,x', isMainFrame: true }],
    ['a frame inside the desk', { url: 'app://bundle/index.html', isMainFrame: false }],
    ['nobody', { url: undefined, isMainFrame: true }],
  ])('grants nothing to %s', (_who, asker) => {
    for (const permission of ['media', 'notifications', 'local-network'])
      expect(isPermitted({ ...asker, permission })).toBe(false)
  })
})

describe('isHeadset', () => {
  const device = (usagePage: number) => ({ collections: [{ usagePage: 0x0c }, { usagePage }] })
  const origin = 'app://bundle'

  it('gives the desk the buttons of a headset', () => {
    expect(isHeadset({ deviceType: 'hid', origin, device: device(0x0b) })).toBe(true)
  })

  it.each([
    ['a keyboard', { device: device(0x01) }],
    ['a security key', { device: device(0xf1d0) }],
    ['a device that says nothing of itself', { device: {} }],
    ['a serial port', { deviceType: 'serial' }],
    ['a USB device', { deviceType: 'usb' }],
    ['another page', { origin: 'https://evil.test' }],
    ['nobody', { origin: '' }],
  ])('keeps %s out of reach', (_what, change) => {
    expect(isHeadset({ deviceType: 'hid', origin, device: device(0x0b), ...change })).toBe(false)
  })
})
