#!/usr/bin/env node
'use strict'
/**
 * Stands where electron-builder expects `fpm`, for machines where that cannot be fetched: builds a .deb with dpkg-deb from the same
 * arguments. Test equipment: packages for customers are made with the real fpm. An argument it does not know is an error.
 */
const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

/** Options that carry a value and change nothing here: dpkg-deb has its own way or a sound default. */
const IGNORED = ['-s', '--deb-compression', '--log']
const FLAGS = ['--force', '--debug']

function readArguments(args) {
  const options = new Map()
  const contents = []
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at]
    if (FLAGS.includes(argument)) continue
    if (argument.startsWith('-')) {
      at += 1
      options.set(argument, [...(options.get(argument) ?? []), args[at]])
    } else contents.push(argument)
  }
  return { options, contents }
}

/** The one value of an option, taken out so that what remains is unknown. */
function taker(options) {
  return {
    one(name) {
      const value = options.get(name)?.at(-1)
      options.delete(name)
      return value
    },
    all(name) {
      const values = options.get(name) ?? []
      options.delete(name)
      return values
    },
  }
}

/** `from=to`; a slash at the end of `from` means the contents of the folder. */
function copyInto(root, mapping) {
  const [from, to] = mapping.split('=')
  const target = path.join(root, to)
  fs.mkdirSync(from.endsWith('/') ? target : path.dirname(target), { recursive: true })
  fs.cpSync(from, target, { recursive: true, verbatimSymlinks: true })
}

function installedKilobytes(folder) {
  return Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0])
}

function build() {
  const { options, contents } = readArguments(process.argv.slice(2))
  const take = taker(options)
  if (take.one('-t') !== 'deb') throw new Error('only deb can be built here')
  for (const name of IGNORED) take.all(name)
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'opora-deb-'))
  try {
    for (const mapping of contents) copyInto(root, mapping)
    const control = path.join(root, 'DEBIAN')
    const size = installedKilobytes(root)
    fs.mkdirSync(control)
    for (const [option, script] of [
      ['--after-install', 'postinst'],
      ['--after-remove', 'postrm'],
    ]) {
      fs.copyFileSync(take.one(option), path.join(control, script))
      fs.chmodSync(path.join(control, script), 0o755)
    }
    const output = take.one('--package')
    const [synopsis, ...description] = take.one('--description').split('\n')
    const fields = [
      ['Package', take.one('--name')],
      ['Version', take.one('--version')],
      ['License', take.one('--license')],
      ['Vendor', take.one('--vendor')],
      ['Architecture', take.one('--architecture')],
      ['Maintainer', take.one('--maintainer')],
      ['Installed-Size', size],
      ['Depends', take.all('-d').join(', ')],
      ['Recommends', take.all('--deb-recommends').join(', ')],
      ['Section', take.one('--category')],
      ['Priority', take.one('--deb-priority')],
      ['Homepage', take.one('--url')],
      ['Description', [synopsis, ...description.map((line) => ` ${line.trim() || '.'}`)].join('\n')],
    ]
    if (options.size > 0) throw new Error(`unknown options: ${[...options.keys()].join(', ')}`)
    fs.writeFileSync(
      path.join(control, 'control'),
      `${fields.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`,
    )
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, output], { stdio: 'inherit' })
  } finally {
    fs.rmSync(root, { recursive: true, force: true })
  }
}

try {
  build()
} catch (error) {
  process.stderr.write(`[fpm stand-in] ${error.message}\n`)
  process.exitCode = 1
}
