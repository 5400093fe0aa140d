/** How an element is named in a breadcrumb: by what the page's author wrote, never by what its visitor did. */

const MAX_LEVELS = 5
const MAX_LENGTH = 80
const SHOWN_ATTRIBUTES = ['aria-label', 'type', 'name', 'title', 'alt']

/** A path like `body > form#login > button.primary[type="submit"]`. */
export function selectorOf(target: Element): string {
  const parts: string[] = []
  let length = 0
  let element: Element | null = target
  while (element && parts.length < MAX_LEVELS) {
    const part = partOf(element)
    length += part.length + 3
    if (part === 'html' || (parts.length > 0 && length > MAX_LENGTH)) break
    parts.unshift(part)
    element = element.parentElement
  }
  return parts.join(' > ')
}

/** The nearest component that build tools have written into the page. */
export function componentName(target: Element): string | undefined {
  const holder = target.closest('[data-sentry-component]')
  return holder?.getAttribute('data-sentry-component') ?? undefined
}

function partOf(element: Element): string {
  const component = element.getAttribute('data-sentry-component')
  if (component) return component
  const id = element.id ? `#${element.id}` : ''
  const classes = [...element.classList].map((name) => `.${name}`)
  const attributes = SHOWN_ATTRIBUTES.map((name) => {
    const value = element.getAttribute(name)
    return value ? `[${name}="${value}"]` : ''
  })
  return [element.tagName.toLowerCase(), id, ...classes, ...attributes].join('')
}
