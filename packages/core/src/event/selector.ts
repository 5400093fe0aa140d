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
const SHOWN_ATTRIBUTES = ['aria-label', 'type', 'name', 'title', 'alt', 'data-testid']
/** Where build tools write which component an element comes from. */
const COMPONENT = ['data-sentry-component', 'data-sentry-element', 'data-component']
/** Finds elements that have the name of one. */
export const WITH_COMPONENT: string = /* @__PURE__ */ COMPONENT.map((name) => `[${name}]`).join()

/** The name of the component that the element comes from, if it has it. */
export function componentOf(element: ElementLike): string | null | undefined {
  return COMPONENT.map((name) => element.getAttribute(name)).find(Boolean)
}

/**
 * A path like `body > form#login > button.primary[type="submit"]`.
 *
 * @param keys attributes that name an element in the place of its id and classes
 */
export function selectorOf(target: ElementLike, keys: readonly string[] = []): string {
  let path = ''
  let element: ElementLike | null = target
  for (let level = 0; element && level < MAX_LEVELS; level++) {
    const name = nameOf(element, keys)
    const longer = path ? `${name} > ${path}` : name
    if (name === 'html' || (path && longer.length > MAX_LENGTH)) break
    path = longer
    element = element.parentElement
  }
  return path
}

function nameOf(element: ElementLike, keys: readonly string[]): string {
  const written = (names: readonly string[]): string =>
    names
      .map((name) => {
        const value = element.getAttribute(name)
        return value && `[${name}="${value}"]`
      })
      .join('')
  const { id, tagName, classList } = element
  const name = written(keys) || (id && `#${id}`) + ['', ...classList].join('.')
  return (
    componentOf(element) ||
    tagName.toLowerCase() + name + written(SHOWN_ATTRIBUTES.filter((one) => !keys.includes(one)))
  )
}
