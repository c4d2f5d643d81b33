/** How many stand in a list; none is said by the words of the empty list. */
export function Count({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className="work-tab__count digits">{count}</span>
}
