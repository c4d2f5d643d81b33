/** Whether a structured-cloned value takes at most `limit` bytes, roughly. Stops counting as soon as it does not; cycles count as too big. */
export function isWithin(value: unknown, limit: number): boolean {
  let left = limit
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    left -= 8
    if (typeof next === 'string') left -= next.length * 2
    else if (typeof next === 'bigint') left -= next.toString(16).length
    else if (ArrayBuffer.isView(next) || next instanceof ArrayBuffer) left -= next.byteLength
    else if (Array.isArray(next)) {
      // A sparse array has a length without contents: it costs what it would cost to look at.
      left -= next.length * 8
      if (left >= 0) for (const child of next) waiting.push(child)
    } else if (next instanceof Map) {
      for (const [key, child] of next) waiting.push(key, child)
    } else if (next instanceof Set) {
      for (const child of next) waiting.push(child)
    } else if (typeof next === 'object' && next !== null) {
      for (const [name, child] of Object.entries(next)) {
        left -= name.length * 2
        waiting.push(child)
      }
    }
    if (left < 0) return false
  }
  return true
}
