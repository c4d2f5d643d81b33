import { launchBrowser } from '#test/sip-lab/softphone-harness.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'
import { serveBenchPage } from './serve-page.ts'

const PEOPLE = 500
const CHANGES = 100
const FRAMES_MS = 5_000
/** One frame of 60 Hz. */
const FRAME_MS = 16.7

/** The live board of a whole region: 500 people, a tenth of whom change ten times a second. */
export const floorBenchmark: Benchmark = { name: 'floor', run: floorBoard }

async function floorBoard(say: (line: string) => void): Promise<readonly BenchResult[]> {
  const server = await serveBenchPage('floor-page')
  const browser = await launchBrowser(undefined)
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
    await page.goto(server.url)
    await page.waitForFunction(() => document.title === 'ready')
    const measure = async (kind: 'board' | 'whole'): Promise<{ times: number[]; dropped: number }> => {
      await page.evaluate(([what, count]) => window.benchFloor.show(what, count), [kind, PEOPLE] as const)
      const times = await page.evaluate(
        (changes) => Array.from({ length: changes }, (_, turn) => window.benchFloor.change(turn + 1)),
        CHANGES,
      )
      const dropped = await page.evaluate((ms) => window.benchFloor.droppedFrames(ms), FRAMES_MS)
      say(`${kind}: p50 ${rounded(median(times))} ms, p95 ${rounded(percentile(times, 0.95))} ms, ${dropped} dropped`)
      return { times, dropped }
    }
    // once each before it counts: the first drawing compiles code
    await measure('board')
    const [board, whole] = [await measure('board'), await measure('whole')]
    const [value, baseline] = [percentile(board.times, 0.95), percentile(whole.times, 0.95)]
    return [
      {
        name: 'floor-change',
        value: rounded(value),
        unit: 'ms',
        baseline: rounded(baseline),
        ratio: rounded(baseline / value),
        goal: 'p95 under a frame (16.7 ms), no dropped frame',
        met: value < FRAME_MS && board.dropped === 0,
        how: `a change of ${PEOPLE / 10} of ${PEOPLE} people and of all ages, from the data to rows laid out; p50 ${rounded(median(board.times))} ms over ${CHANGES} changes; ${board.dropped} frames dropped in ${FRAMES_MS / 1000} s of ten changes a second; baseline: the same rows, all of them drawn, with ${whole.dropped} dropped`,
      },
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}
