// Dark or light: as the system says, until the person says otherwise.

import { h } from '../views/dom.ts'

const key = 'coroscope.theme'

/** A button that turns the page from dark to light and back, and remembers. */
export function themeButton(changed: () => void): HTMLElement {
  const button = h('button', { type: 'button', class: 'theme', onclick: () => turn(isDark() ? 'light' : 'dark') }, '◐')
  const show = () => {
    const other = isDark() ? 'light' : 'dark'
    button.title = `Use ${other} colours`
    button.setAttribute('aria-label', button.title)
  }
  const apply = (theme: string) => {
    document.documentElement.dataset.theme = theme
    show()
    changed()
  }
  const turn = (theme: string) => {
    remember(theme)
    apply(theme)
  }
  const system = matchMedia('(prefers-color-scheme: light)')
  const chosen = () => remembered() ?? (system.matches ? 'light' : 'dark')
  system.addEventListener('change', () => apply(chosen()))
  document.documentElement.dataset.theme = chosen()
  show()
  return button
}

const isDark = (): boolean => document.documentElement.dataset.theme !== 'light'

/** Storage may be refused to a page; then nothing is remembered. */
function remembered(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Not remembered, still applied.
  }
}
