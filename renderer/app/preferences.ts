import { create } from 'zustand'

export type Density = 'normal' | 'compact'

const DENSITY_KEY = 'opora.density'

interface Preferences {
  readonly density: Density
  readonly setDensity: (density: Density) => void
}

/** Choices of how the desk looks on this computer. Nothing personal is among them, so they may stand in the open. */
export const usePreferences = create<Preferences>((set) => ({
  density: localStorage.getItem(DENSITY_KEY) === 'compact' ? 'compact' : 'normal',
  setDensity: (density) => {
    localStorage.setItem(DENSITY_KEY, density)
    document.documentElement.dataset['density'] = density
    set({ density })
  },
}))

/** Puts the remembered density on the page before the first paint. */
export function reflectPreferences(): void {
  document.documentElement.dataset['density'] = usePreferences.getState().density
}
