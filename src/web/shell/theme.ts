import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'accord.theme'

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Chooses a theme for this browser; public/theme.js applies it before the first paint and from now on. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, choice)
  } catch {
    document.documentElement.dataset.theme = choice === 'dark' ? 'dark' : 'light'
  }
  window.dispatchEvent(new Event('accord:theme'))
}

function subscribe(changed: () => void) {
  window.addEventListener('accord:theme', changed)
  window.addEventListener('storage', changed)
  return () => {
    window.removeEventListener('accord:theme', changed)
    window.removeEventListener('storage', changed)
  }
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, read)
}
