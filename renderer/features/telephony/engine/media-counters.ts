import type { MediaCounters } from './quality.ts'

/**
 * Reads the counters of the one audio stream of a call. A stream from which no packet ever came is not in the report: it counts
 * as nothing received, so that a call that is deaf from the beginning is noticed too. [TEL42]
 */
export function readCounters(report: RTCStatsReport, atMs: number): MediaCounters {
  let inbound: RTCInboundRtpStreamStats | undefined
  let roundTripS: number | undefined
  let sentEnergy = 0
  report.forEach((entry: RTCStats) => {
    const stats = entry as RTCStats & Record<string, unknown>
    if (entry.type === 'inbound-rtp' && stats['kind'] === 'audio') inbound = entry as RTCInboundRtpStreamStats
    if (entry.type === 'candidate-pair' && stats['nominated'] === true)
      roundTripS ??= (entry as RTCIceCandidatePairStats).currentRoundTripTime
    // RTCP of the far side measures the whole way, the candidate pair only the way to the relay
    if (entry.type === 'remote-inbound-rtp' && typeof stats['roundTripTime'] === 'number')
      roundTripS = stats['roundTripTime']
    if (entry.type === 'media-source' && typeof stats['totalAudioEnergy'] === 'number')
      sentEnergy = stats['totalAudioEnergy']
  })
  return {
    atMs,
    packetsReceived: inbound?.packetsReceived ?? 0,
    packetsLost: inbound?.packetsLost ?? 0,
    jitterS: inbound?.jitter ?? 0,
    roundTripS,
    sentEnergy,
  }
}
