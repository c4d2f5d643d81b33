import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CHOICE, listDevices, parseChoice } from './devices.ts'
import { levelOf } from './level-meter.ts'
import { renderTone, TONES } from './tones.ts'

describe('choice of devices', () => {
  it('a damaged setting falls back field by field and never throws', () => {
    expect(parseChoice(null)).toEqual(DEFAULT_CHOICE)
    expect(parseChoice('{"ringVolume":0.3,"speakerId":7,"microphoneId":"m"}')).toEqual({
      ...DEFAULT_CHOICE,
      ringVolume: 0.3,
      microphoneId: 'm',
    })
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (stored) => void parseChoice(stored)))
    fc.assert(
      fc.property(fc.double(), (ringVolume) => {
        const { ringVolume: read } = parseChoice(JSON.stringify({ ringVolume }))
        expect(read >= 0 && read <= 1).toBe(true)
      }),
    )
  })

  it('lists real devices once, without the alias "default"', async () => {
    const device = (kind: MediaDeviceKind, deviceId: string): MediaDeviceInfo =>
      ({ kind, deviceId, label: deviceId, groupId: '', toJSON: () => ({}) }) as MediaDeviceInfo
    const list = await listDevices({
      enumerateDevices: async () => [
        device('audioinput', 'default'),
        device('audioinput', 'm1'),
        device('audiooutput', 's1'),
        device('videoinput', 'v'),
      ],
    })
    expect(list).toEqual({ microphones: [{ id: 'm1', label: 'm1' }], speakers: [{ id: 's1', label: 's1' }] })
  })
})

describe('tones', () => {
  it.each(Object.entries(TONES))('%s is heard, never clips and begins without a click', (_name, tone) => {
    const samples = renderTone(tone, 8000)
    expect(samples.length).toBe(tone.steps.reduce((sum, step) => sum + (step.ms / 1000) * 8000, 0))
    const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0)
    expect(peak).toBeGreaterThan(0.05)
    expect(peak).toBeLessThanOrEqual(1)
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01)
  })

  it('the level is 0 in silence, 1 at full scale', () => {
    expect(levelOf(new Float32Array(100))).toBe(0)
    expect(levelOf(new Float32Array(100).fill(1))).toBe(1)
    expect(levelOf(new Float32Array(100).fill(0.0001))).toBe(0)
    expect(levelOf(new Float32Array(100).fill(0.03))).toBeCloseTo(0.49, 1)
  })
})
