'use strict'
const fs = require('node:fs')
const path = require('node:path')
const { schemes, TOP_LEVEL } = require('./schemes.cjs')

/**
 * Writes a browser extension which makes servers see the origin that they would see from real Electron: the `Origin` header of HTTP
 * requests, preflights and WebSockets becomes `app://<host>`, and an answer that allows this origin is translated back. So a server
 * which forgets `app://bundle` fails here as it would there. Rules only, no script.
 * @param {string} folder where to write it
 * @param {readonly string[]} hosts hosts of the app's schemes that pages are served from, e.g. `bundle`
 * @returns {string} the folder, for `Extensions.loadUnpacked`
 */
function writeOriginExtension(folder, hosts) {
  const rules = []
  for (const scheme of schemes.keys()) {
    for (const host of hosts) {
      const shown = `${host}.${scheme}.${TOP_LEVEL}`
      const from = { initiatorDomains: [shown], excludedRequestDomains: [shown] }
      rules.push({
        id: rules.length + 1,
        condition: {
          ...from,
          resourceTypes: ['xmlhttprequest', 'websocket', 'ping', 'media', 'image', 'font', 'other'],
        },
        action: {
          type: 'modifyHeaders',
          requestHeaders: [{ header: 'origin', operation: 'set', value: `${scheme}://${host}` }],
        },
      })
      rules.push({
        id: rules.length + 1,
        condition: {
          ...from,
          responseHeaders: [{ header: 'access-control-allow-origin', values: [`${scheme}://${host}`] }],
          resourceTypes: ['xmlhttprequest', 'media', 'image', 'font', 'other'],
        },
        action: {
          type: 'modifyHeaders',
          responseHeaders: [{ header: 'access-control-allow-origin', operation: 'set', value: `https://${shown}` }],
        },
      })
    }
  }
  const manifest = {
    manifest_version: 3,
    name: 'Origin of the app',
    version: '1',
    permissions: ['declarativeNetRequest'],
    host_permissions: ['<all_urls>'],
    declarative_net_request: { rule_resources: [{ id: 'origin', enabled: true, path: 'rules.json' }] },
  }
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest))
  fs.writeFileSync(path.join(folder, 'rules.json'), JSON.stringify(rules))
  return folder
}

module.exports = { writeOriginExtension }
