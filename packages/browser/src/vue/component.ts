/** What Vue tells of components, read without importing Vue. */

/** Vue's own record of a component in the page. */
export interface VueInstance {
  type: VueDefinition
  parent?: VueInstance | null
  /** What an asynchronous setup has promised. */
  asyncDep?: unknown
  vnode?: { props?: Record<string, unknown> | null }
}

/** A component as it is written. */
interface VueDefinition {
  displayName?: string
  name?: string
  __name?: string
  __file?: string
  components?: Record<string, unknown>
}

/** What Vue hands out as `this`. */
export interface VueComponent {
  $?: VueInstance
  $props?: Record<string, unknown>
}

/** The component and all that it is in, innermost first. */
export function lineage(component: VueComponent | null | undefined): VueInstance[] {
  const all: VueInstance[] = []
  for (let one = component?.$; one; one = one.parent ?? undefined) all.push(one)
  return all
}

/** In Pascal case, as Vue's own messages have it. */
export function nameOf({ type, parent }: VueInstance, ofRoot = 'Anonymous'): string {
  const [, file] = /([^/\\]+)\.\w+$/.exec(type.__file ?? '') ?? []
  const registered = Object.entries(parent?.type.components ?? {})
  const name =
    type.displayName ||
    type.name ||
    type.__name ||
    file ||
    registered.find(([, component]) => component === type)?.[0]
  return (name || (parent ? 'Anonymous' : ofRoot)).replace(/(?:^|[-_])(\w?)/g, (_, first) =>
    first.toUpperCase(),
  )
}

/** `<Cart>`; of the outermost `<Root>`, whatever it is called, as version 10 has it. */
export function tagOf(instance: VueInstance): string {
  return `<${instance.parent ? nameOf(instance) : 'Root'}>`
}

// Vue's production build tells a code, and its development build these words. What is left out never comes with a component
// of a page.
const places =
  'setup function,render function,watcher getter,watcher callback,watcher cleanup function,native event handler,component event handler,vnode hook,directive hook,transition hook,,,ref function,async component loader,,component update,app unmount cleanup function'.split(
    ',',
  )
const hooks =
  ',bc:beforeCreate,c:created,bm:beforeMount,m:mounted,bu:beforeUpdate,u:updated,bum:beforeUnmount,um:unmounted,a:activated,da:deactivated,ec:errorCaptured'

/** Where in a component something failed, in words, whichever build of Vue tells it. */
export function placeIn(info: unknown): string {
  const code = String(info).replace(/.*#runtime-/, '')
  const [, hook] = hooks.split(`,${code}:`)
  return places[code as never] || (hook ? `${hook.split(',')[0]} hook` : code)
}
