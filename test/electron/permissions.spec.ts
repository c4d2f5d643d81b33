import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { test } from './desk-app.ts'

test('the microphone is granted, the camera, the screen, the position and the clipboard are not', async ({
  launch,
}) => {
  const { page } = await launch()
  const answers = await page.evaluate(async () => {
    const media = (constraints: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then(
        (stream) =>
          stream
            .getTracks()
            .map((track) => track.kind)
            .join(),
        (error: Error) => error.name,
      )
    return {
      audio: await media({ audio: true }),
      video: await media({ video: true }),
      both: await media({ audio: true, video: true }),
      screen: await navigator.mediaDevices.getDisplayMedia().then(
        () => 'granted',
        (error: Error) => error.name,
      ),
      position: await new Promise((done) =>
        navigator.geolocation.getCurrentPosition(
          () => done('granted'),
          () => done('refused'),
        ),
      ),
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        (error: Error) => error.name,
      ),
      notices: await Notification.requestPermission(),
      midi: await navigator.requestMIDIAccess().then(
        () => 'granted',
        (error: Error) => error.name,
      ),
    }
  })
  expect(answers).toMatchObject({
    audio: 'audio',
    video: 'NotAllowedError',
    both: 'NotAllowedError',
    position: 'refused',
    notices: 'granted',
  })
  for (const refused of [answers.screen, answers.clipboard, answers.midi]) expect(refused).not.toBe('granted')
})

test('the names of sound devices are known, so that a headset can be chosen', async ({ launch }) => {
  const { page } = await launch()
  const labels = await page.evaluate(async () =>
    (await navigator.mediaDevices.enumerateDevices())
      .filter(({ kind }) => kind === 'audioinput')
      .map(({ label }) => label),
  )
  expect(labels.length).toBeGreaterThan(0)
  expect(labels).not.toContain('')
})

test('the API and the exchange on this computer are reached, and see the origin of the desk', async ({ launch }) => {
  const origins: (string | undefined)[] = []
  const api = createServer((request, response) => {
    origins.push(request.headers.origin)
    // The same rule as the central API: this one origin and no other.
    response.setHeader('access-control-allow-origin', 'app://bundle')
    response.setHeader('access-control-allow-headers', 'authorization')
    response.end('ok')
  })
  const exchange = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  exchange.on('connection', (socket, request) => {
    origins.push(request.headers.origin)
    socket.send('welcome')
  })
  await new Promise<void>((done) => api.listen(0, '127.0.0.1', done))
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
  const sipUrl = `ws://127.0.0.1:${(exchange.address() as AddressInfo).port}/ws`
  try {
    const { page } = await launch({ env: { OPORA_API_URL: apiUrl, OPORA_SIP_URL: sipUrl } })
    const answers = await page.evaluate(
      async ([http, ws]) => ({
        api: await fetch(`${http}/x`, { headers: { authorization: 'Bearer t' } }).then(
          (answer) => answer.text(),
          (error: Error) => error.message,
        ),
        exchange: await new Promise((done) => {
          const socket = new WebSocket(ws)
          socket.onmessage = ({ data }) => done(data)
          socket.onerror = () => done('failed')
        }),
      }),
      [apiUrl, sipUrl] as const,
    )
    expect(answers).toEqual({ api: 'ok', exchange: 'welcome' })
    expect(new Set(origins)).toEqual(new Set(['app://bundle']))
  } finally {
    api.closeAllConnections()
    api.close()
    exchange.close()
  }
})
