'use strict'
const { originOf, toApp } = require('./schemes.cjs')
const { strict } = require('./strict.cjs')

/** The frames of one page, as `event.senderFrame` shows them. */
class FrameTree {
  _frames = new Map()
  mainId = undefined

  attach(id, parentId) {
    this._frames.set(id, { parentId, url: '' })
  }
  navigated({ id, parentId, url }) {
    this._frames.set(id, { parentId, url })
    if (parentId === undefined) this.mainId = id
  }
  moved(id, url) {
    const frame = this._frames.get(id)
    if (frame) frame.url = url
  }
  detach(id) {
    this._frames.delete(id)
  }
  /** False for a frame whose document has not been told of yet. Only the main one is ever asked for again. */
  hasArrived(id) {
    const frame = this._frames.get(id)
    return frame === undefined || frame.parentId !== undefined || (frame.url !== '' && frame.url !== 'about:blank')
  }
  /** @returns {object | null} a WebFrameMain */
  get(id) {
    const frame = this._frames.get(id)
    if (!frame) return null
    const tree = this
    const url = toApp(frame.url)
    return strict(
      {
        url,
        origin: originOf(url),
        get parent() {
          return frame.parentId === undefined ? null : tree.get(frame.parentId)
        },
        get top() {
          return tree.get(tree.mainId)
        },
        isDestroyed: () => !tree._frames.has(id),
      },
      'WebFrameMain',
    )
  }
}

module.exports = { FrameTree }
