'use strict'
const { record } = require('./state.cjs')

const MM_PER_INCH = 25.4
/** Sheets of paper in millimetres, ISO 216. */
const SHEETS = { A4: [210, 297], A5: [148, 210] }

/** What the imagined dialogue and printer answer, one for each printing; undefined prints. Electron's own words: "Print job canceled". */
const printAnswers = []

/**
 * There is no printer: the page is laid out for print by Chromium, on the sheet that was asked for, and kept as PDF for tests.
 * @param {import('./chromium.cjs').CdpSession} cdp
 * @param {{pageSize?: string, landscape?: boolean, printBackground?: boolean}} options
 * @throws {Error} with the reason that Electron would tell
 */
async function printSheet(cdp, options) {
  const { pageSize = 'A4', landscape = false, printBackground = false } = options
  const sheet = SHEETS[pageSize]
  if (!sheet) throw new Error('Invalid printer settings')
  const answer = printAnswers.shift()
  if (answer !== undefined) throw new Error(answer)
  const [paperWidth, paperHeight] = sheet.map((mm) => mm / MM_PER_INCH)
  const { data } = await cdp.send('Page.printToPDF', { paperWidth, paperHeight, landscape, printBackground })
  record.prints.push({ options, pdf: Buffer.from(data, 'base64') })
}

module.exports = { printSheet, printAnswers }
