const SAMPLE_RATE = 48_000
const AMPLITUDE = 0.5

/** A sine as a WAV file, 16 bit mono. The frequency must divide into whole periods of `seconds`: Chromium plays it in a loop. */
export function sineWav(hz: number, seconds: number): Buffer {
  const count = SAMPLE_RATE * seconds
  const file = Buffer.alloc(44 + count * 2)
  file.write('RIFF', 0, 'ascii')
  file.writeUInt32LE(36 + count * 2, 4)
  file.write('WAVEfmt ', 8, 'ascii')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(SAMPLE_RATE, 24)
  file.writeUInt32LE(SAMPLE_RATE * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'ascii')
  file.writeUInt32LE(count * 2, 40)
  for (let i = 0; i < count; i++)
    file.writeInt16LE(Math.round(32_767 * AMPLITUDE * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE)), 44 + i * 2)
  return file
}
