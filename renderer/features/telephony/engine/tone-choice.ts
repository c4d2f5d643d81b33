import type { Call } from './call-state.ts'
import type { ToneName } from './tones.ts'

/** Which tone the present calls ask for. A second call only ticks: the first one is being talked on. [TEL11] */
export function toneFor(calls: readonly Call[]): ToneName | undefined {
  const live = calls.filter((call) => call.state !== 'ended')
  if (live.some((call) => call.state === 'ringingIn')) return live.length > 1 ? 'waiting' : 'ring'
  return live.some((call) => call.state === 'ringingOut' && !call.hasEarlyMedia) ? 'ringback' : undefined
}
