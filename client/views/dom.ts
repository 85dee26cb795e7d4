// Small pieces of page: elements with attributes, listeners and children in one call. Text is always text, never markup.

type Child = Node | string | undefined | false

/** Attributes by name; `onclick` and the like are listeners; false and undefined leave the attribute out. */
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter(child => child !== undefined && child !== false))
  return element
}

/** Puts new children in an element, unless they look the same already: focus and selection stay where they are. */
export function show(element: HTMLElement, ...children: Child[]): void {
  const fresh = document.createElement(element.tagName)
  fresh.append(...children.filter(child => child !== undefined && child !== false))
  if (fresh.innerHTML === element.innerHTML && !fresh.querySelector('button, input')) return
  element.replaceChildren(...fresh.childNodes)
}
