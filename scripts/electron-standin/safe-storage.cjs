'use strict'
const crypto = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { app } = require('./app.cjs')
const { state } = require('./state.cjs')
const { strict } = require('./strict.cjs')

/**
 * What the imagined system offers: a key ring, or nothing with `--password-store=basic`, as on Linux without one. Only the command
 * line of the start counts: test drivers add this switch later for reasons of their own.
 */
function backend() {
  return process.argv.includes('--password-store=basic') ? 'basic_text' : 'gnome_libsecret'
}

/** The key ring of the imagined system: a file in the profile. It protects nothing; it only behaves as one. */
function key() {
  if (backend() === 'basic_text') return crypto.pbkdf2Sync('peanuts', 'saltysalt', 1, 32, 'sha1')
  const file = path.join(app.getPath('userData'), 'standin-keyring')
  if (!fs.existsSync(file)) fs.writeFileSync(file, crypto.randomBytes(32), { mode: 0o600 })
  return fs.readFileSync(file)
}

function whenReady() {
  if (!state.isReady) throw new Error('safeStorage cannot be used before app is ready')
}

const PREFIX = Buffer.from('v11')

const safeStorage = strict(
  {
    getSelectedStorageBackend: () => (state.isReady ? backend() : 'unknown'),
    async isAsyncEncryptionAvailable() {
      // Chromium calls its fixed password encryption too: an app that trusts this answer alone is wrong.
      return state.isReady && backend() !== 'unknown'
    },
    async encryptStringAsync(text) {
      whenReady()
      const iv = crypto.randomBytes(12)
      const cipher = crypto.createCipheriv('aes-256-gcm', key(), iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([PREFIX, iv, cipher.getAuthTag(), body])
    },
    async decryptStringAsync(sealed) {
      whenReady()
      if (!sealed.subarray(0, 3).equals(PREFIX)) {
        throw new Error('Error while decrypting the ciphertext. Ciphertext does not appear to be encrypted.')
      }
      const decipher = crypto.createDecipheriv('aes-256-gcm', key(), sealed.subarray(3, 15))
      decipher.setAuthTag(sealed.subarray(15, 31))
      const result = Buffer.concat([decipher.update(sealed.subarray(31)), decipher.final()]).toString('utf8')
      return { result, shouldReEncrypt: false }
    },
  },
  'safeStorage',
)

module.exports = { safeStorage }
