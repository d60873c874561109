// Runs before the first paint: the theme the person chose, else the one of their system.
;(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    let chosen = null
    try {
      chosen = localStorage.getItem('accord.theme')
    } catch {
      // storage may be closed to us; the system's theme then decides
    }
    document.documentElement.dataset.theme = chosen || (dark.matches ? 'dark' : 'light')
  }
  apply()
  dark.addEventListener('change', apply)
  addEventListener('storage', apply)
  addEventListener('accord:theme', apply)
})()
