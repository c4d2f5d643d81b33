'use strict'
/**
 * One end of the channel between the page's world and the preload's world of the same document: synchronous DOM events under a
 * random name which page scripts cannot learn. Runs in pages as source text.
 *
 * @param {object} makeCodec from codec.cjs
 * @param {{hear: string, say: string}} names names of the events this end hears and says
 * @param {(message: any, answer: (body: object) => void) => boolean} onOther messages that are not calls or settled promises
 */
module.exports = function makeBridgeEnd(makeCodec, names, onOther) {
  // Taken before any script of the page can replace them.
  const dispatch = window.dispatchEvent.bind(window)
  const CustomEventOfPage = window.CustomEvent
  const functions = new Map()
  const promises = new Map()
  let lastId = 0
  let reply

  function say(message) {
    reply = undefined
    dispatch(new CustomEventOfPage(names.say, { detail: JSON.stringify(message) }))
    return reply
  }

  const codec = makeCodec({
    fn: (call) => {
      lastId += 1
      functions.set(lastId, call)
      return lastId
    },
    unfn:
      (id) =>
      (...args) => {
        const answer = say({ type: 'call', id, args: codec.encode(args) })
        if (!answer) throw new Error('the other side of the bridge is gone')
        if (answer.error) throw codec.decode(answer.error)
        return codec.decode(answer.value)
      },
    promise: (promise) => {
      lastId += 1
      const id = lastId
      promise.then(
        (value) => say({ type: 'resolved', id, value: codec.encode(value) }),
        (error) => say({ type: 'rejected', id, value: codec.encode(error) }),
      )
      return id
    },
    unpromise: (id) => new Promise((resolve, reject) => promises.set(id, { resolve, reject })),
  })

  function call({ id, args }) {
    try {
      return { type: 'reply', value: codec.encode(functions.get(id)(...codec.decode(args))) }
    } catch (error) {
      return { type: 'reply', error: codec.encode(error) }
    }
  }

  window.addEventListener(names.hear, (event) => {
    const message = JSON.parse(event.detail)
    if (message.type === 'reply') reply = message
    else if (message.type === 'call') say(call(message))
    else if (message.type === 'resolved' || message.type === 'rejected') {
      const waiting = promises.get(message.id)
      promises.delete(message.id)
      waiting?.[message.type === 'resolved' ? 'resolve' : 'reject'](codec.decode(message.value))
    } else onOther(message, (body) => say({ type: 'reply', ...body }))
  })
  return { codec, say }
}
