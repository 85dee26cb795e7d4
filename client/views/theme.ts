// Colours and font of the pictures, read from CSS variables, so that a canvas follows the page's or the editor's theme.

export interface Theme {
  /** Eight hues, by lane: lane 1 has the first. */
  readonly lanes: readonly string[]
  /** The main program. */
  readonly main: string
  readonly background: string
  readonly text: string
  readonly quiet: string
  readonly line: string
  readonly error: string
  readonly warning: string
  readonly playhead: string
  readonly selected: string
  /** CSS font of labels, and the width of one of its characters: it is monospaced. */
  readonly font: string
  readonly charWidth: number
  readonly isHighContrast: boolean
}

/** Colour of a lane; the main program has none of the eight hues. */
export function hueOf(theme: Theme, id: number): string {
  return id <= 0 ? theme.main : theme.lanes[(id - 1) % theme.lanes.length]!
}

/** The theme in force at an element. */
export function readTheme(element: HTMLElement): Theme {
  const style = getComputedStyle(element)
  const value = (name: string, otherwise: string) => style.getPropertyValue(`--coro-${name}`).trim() || otherwise
  const font = `${value('label-size', '11px')} ${value('mono', 'monospace')}`
  return {
    lanes: [1, 2, 3, 4, 5, 6, 7, 8].map(hue => value(`lane${hue}`, '#4fc1ff')),
    main: value('main', '#9aa4b2'),
    background: value('background', '#14181f'),
    text: value('text', '#d6dbe3'),
    quiet: value('quiet', '#98a2b1'),
    line: value('line', '#2b323d'),
    error: value('error', '#ff7b72'),
    warning: value('warning', '#e3b341'),
    playhead: value('accent', '#4fc1ff'),
    selected: value('selected', '#1d2430'),
    font,
    charWidth: measure(font),
    isHighContrast: value('high-contrast', '0') === '1',
  }
}

const widths = new Map<string, number>()

function measure(font: string): number {
  const known = widths.get(font)
  if (known !== undefined) return known
  const context = document.createElement('canvas').getContext('2d')
  if (!context) return 6.6
  context.font = font
  const width = context.measureText('0000000000').width / 10
  widths.set(font, width)
  return width
}
