/**
 * Which groups of one whole may be told (REQUIREMENTS S8): those smaller than `min` are hidden, and as many of the smallest others that what
 * is hidden cannot be reckoned from the whole. Groups of nobody tell nothing and stay.
 * @returns places of the hidden groups
 */
export function hiddenGroups(sizes: readonly number[], min: number): ReadonlySet<number> {
  const bySize = sizes.map((size, place) => ({ size, place })).sort((a, b) => a.size - b.size || a.place - b.place)
  const hidden = new Set(bySize.filter(({ size }) => size > 0 && size < min).map(({ place }) => place))
  const sum = (): number => [...hidden].reduce((total, place) => total + (sizes[place] ?? 0), 0)
  for (const { size, place } of bySize) {
    if (hidden.size === 0 || (sum() >= min && hidden.size > 1)) break
    if (size > 0) hidden.add(place)
  }
  return hidden
}
