import { createStore, type StoreApi } from 'zustand/vanilla'

/** Articles open at once; the one looked at longest ago gives way. */
const OPEN_MAX = 8

/** What stands in the side of the knowledge base. Only navigation: articles themselves are read from the store. */
export interface ShelfState {
  readonly isOpen: boolean
  readonly typed: string
  /** Ids of the open articles in the order of their tabs. */
  readonly open: readonly string[]
  /** The article in front; null while the list of the search is. */
  readonly active: string | null
}

/** The side of the knowledge base of one desk; it stays as it was while screens change around it. */
export interface KnowledgeShelf {
  readonly state: StoreApi<ShelfState>
  show(isOpen: boolean): void
  type(typed: string): void
  /** Puts an article in front, beside those that are open. */
  openArticle(id: string): void
  closeArticle(id: string): void
  /** The list of the search again; open articles keep their tabs. */
  toList(): void
}

export function createKnowledgeShelf(): KnowledgeShelf {
  const state = createStore<ShelfState>(() => ({ isOpen: false, typed: '', open: [], active: null }))
  return {
    state,
    show: (isOpen) => state.setState({ isOpen }),
    type: (typed) => state.setState({ typed, active: null }),
    openArticle(id) {
      const { open } = state.getState()
      const next = open.includes(id) ? open : [...open, id].slice(-OPEN_MAX)
      state.setState({ isOpen: true, open: next, active: id })
    },
    closeArticle(id) {
      const { open, active } = state.getState()
      const at = open.indexOf(id)
      const left = open.filter((other) => other !== id)
      const neighbour = left[Math.min(at, left.length - 1)] ?? null
      state.setState({ open: left, active: active === id ? neighbour : active })
    },
    toList: () => state.setState({ active: null }),
  }
}
