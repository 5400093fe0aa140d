/** How an element is named: by what the page's author wrote, never by what its visitor did. */

/** As much of an element as a name needs. */
export interface ElementLike {
  id: string
  tagName: string
  classList: Iterable<string>
  parentElement: ElementLike | null
  getAttribute(name: string): string | null
}

const MAX_LEVELS = 5
const MAX_LENGTH = 80
const SHOWN_ATTRIBUTES = ['aria-label', 'type', 'name', 'title', 'alt']

/**
 * A path like `body > form#login > button.primary[type="submit"]`.
 *
 * @param keys attributes that name an element in the place of its id and classes
 */
export function selectorOf(target: ElementLike, keys: readonly string[] = []): string {
  const parts: string[] = []
  let length = 0
  let element: ElementLike | null = target
  while (element && parts.length < MAX_LEVELS) {
    const part = partOf(element, keys)
    length += part.length + 3
    if (part === 'html' || (parts.length > 0 && length > MAX_LENGTH)) break
    parts.unshift(part)
    element = element.parentElement
  }
  return parts.join(' > ')
}

function partOf(element: ElementLike, keys: readonly string[]): string {
  const component = element.getAttribute('data-sentry-component')
  if (component) return component
  const written = (names: readonly string[]): string =>
    names
      .map((name) => {
        const value = element.getAttribute(name)
        return value ? `[${name}="${value}"]` : ''
      })
      .join('')
  const classes = [...element.classList].map((name) => `.${name}`).join('')
  const name = written(keys) || (element.id ? `#${element.id}` : '') + classes
  return element.tagName.toLowerCase() + name + written(SHOWN_ATTRIBUTES)
}
