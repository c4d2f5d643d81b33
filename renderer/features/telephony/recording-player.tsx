import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { CallRecording } from '#shared/features/telephony/call-recording.ts'
import { openRecording, type RecordingAudio } from './recording-audio.ts'
import { afterSilence, barsOf, quietSpans, type RecordingLevels, type Span } from './recording-levels.ts'
import { Waveform } from './waveform.tsx'
import './playback.css'

/** As many as can be told apart in a column of the desk. */
const BARS = 120
const SPEEDS = [1, 1.25, 1.5, 2] as const

/** What others may ask of a player; places are seconds of the recording. */
export interface RecordingPlayerHandle {
  /** Plays from this place on. */
  playAt(seconds: number): void
  /** The place that is or was last heard; 0 before the first. */
  place(): number
}

interface RecordingPlayerProps {
  readonly recording: CallRecording
  /** Places of remarks, seconds of the recording; each counts once. */
  readonly marks?: readonly number[]
  /** Fetches the sound; null when the server cannot be reached or will not give it. Each time counts as a playing in the audit. */
  readonly load: () => Promise<Blob | null>
  readonly ref?: Ref<RecordingPlayerHandle>
}

/** Plays the recording of a call. The sound is fetched at the first playing and forgotten with the player (REQUIREMENTS S2). */
export function RecordingPlayer({ recording, marks = [], load, ref }: RecordingPlayerProps) {
  const t = useText('telephony')
  const opened = useRef<Promise<RecordingAudio | null> | null>(null)
  const [place, setPlace] = useState(0)
  const [speed, setSpeed] = useState<number>(SPEEDS[0])
  const [levels, setLevels] = useState<RecordingLevels>()
  const [skipsSilence, setSkipsSilence] = useState(false)
  const skipping = useRef<readonly Span[]>([])
  skipping.current = useMemo(() => (skipsSilence && levels ? quietSpans(levels) : []), [skipsSilence, levels])
  const bars = useMemo(() => (levels ? barsOf(levels, BARS) : []), [levels])
  const [standing, setStanding] = useState<'still' | 'fetching' | 'playing' | 'failed'>('still')
  const length = secondsBetween(recording.startedAt, recording.endedAt)

  async function open(): Promise<HTMLAudioElement | null> {
    opened.current ??= load().then((content) => (content === null ? null : openRecording(content).catch(() => null)))
    const audio = await opened.current
    if (audio === null) {
      opened.current = null
      return null
    }
    const { element } = audio
    setLevels(audio.levels)
    element.ontimeupdate = () => {
      const next = element.paused ? element.currentTime : afterSilence(skipping.current, element.currentTime)
      if (next !== element.currentTime) element.currentTime = next
      setPlace(next)
    }
    element.onplay = () => setStanding('playing')
    element.onpause = () => setStanding('still')
    return element
  }

  async function play(from: number): Promise<void> {
    if (opened.current === null) setStanding('fetching')
    const element = await open()
    if (element === null) return setStanding('failed')
    element.playbackRate = speed
    element.currentTime = from
    setPlace(from)
    await element.play().catch(() => setStanding('failed'))
  }

  async function pause(): Promise<void> {
    ;(await opened.current)?.element.pause()
  }

  async function jump(to: number): Promise<void> {
    setPlace(to)
    const audio = await opened.current
    if (audio) audio.element.currentTime = to
  }

  async function nextSpeed(): Promise<void> {
    const next = SPEEDS[(SPEEDS.indexOf(speed as (typeof SPEEDS)[number]) + 1) % SPEEDS.length] ?? 1
    setSpeed(next)
    const audio = await opened.current
    if (audio) audio.element.playbackRate = next
  }

  useEffect(
    () => () => {
      void opened.current?.then((audio) => audio?.close())
      opened.current = null
    },
    [],
  )
  useImperativeHandle(ref, () => ({ playAt: (seconds) => void play(Math.min(seconds, length)), place: () => place }))

  const pauses = recording.pauses.map(({ from, to }) => ({
    from: secondsBetween(recording.startedAt, from),
    to: secondsBetween(recording.startedAt, to),
  }))
  const isPlaying = standing === 'playing'
  const isOver = place >= length - 0.3
  return (
    <div className="playback">
      <div className="playback__line">
        <ActionIcon
          size="lg"
          variant="light"
          aria-label={t(isPlaying ? 'playback.pause' : 'playback.play')}
          loading={standing === 'fetching'}
          onClick={() => void (isPlaying ? pause() : play(isOver ? 0 : place))}
        >
          {isPlaying ? <IconPlayerPause size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />}
        </ActionIcon>
        <span className="playback__track">
          {levels === undefined ? null : <Waveform {...{ bars, length, place }} {...{ pauses, marks }} />}
          <input
            type="range"
            className={`playback__place ${levels === undefined ? '' : 'playback__place--over'}`}
            aria-label={t('playback.place')}
            aria-valuetext={t('playback.placeOf', { at: formatDuration(place), length: formatDuration(length) })}
            min={0}
            max={Math.max(1, length)}
            step={1}
            value={Math.floor(Math.min(place, length))}
            onChange={(event) => void jump(Number(event.currentTarget.value))}
          />
        </span>
        <span className="playback__time digits">
          {formatDuration(place)} / {formatDuration(length)}
        </span>
        <Button
          size="compact-sm"
          variant="default"
          className="digits"
          aria-label={t('playback.speed', { speed: speed.toLocaleString() })}
          onClick={() => void nextSpeed()}
        >
          {speed.toLocaleString()}×
        </Button>
      </div>
      {levels === undefined ? null : (
        <Checkbox
          size="xs"
          label={t('playback.skipSilence')}
          checked={skipsSilence}
          onChange={(event) => setSkipsSilence(event.currentTarget.checked)}
        />
      )}
      {standing === 'failed' ? (
        <p className="field__message" role="alert">
          {t('playback.failed')}
        </p>
      ) : null}
      {recording.pauses.length === 0 ? null : (
        <p className="playback__note">
          {t('playback.pauses', {
            places: pauses.map(({ from, to }) => [from, to].map((at) => formatDuration(at)).join('–')).join(', '),
          })}
        </p>
      )}
      {recording.isCutShort ? <p className="playback__note">{t('playback.cutShort')}</p> : null}
    </div>
  )
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)
}
