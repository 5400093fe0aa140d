import { patch, safely, together } from '@mayday/core'
import { lineage, nameOf, type VueComponent, type VueInstance } from './component.js'

export interface WarningConfig {
  warnHandler?: (message: string, component: unknown, trace: string) => void
}

/**
 * Has Vue's development build warn as it would if it had no error handler. What a handler throws Vue takes for a
 * mistake of the handler's, and warns of that, at once and in the place of the failure's own component.
 */
export function warnInstead(...what: Parameters<typeof warn>): void {
  const [config] = what
  const replaced = (): (() => void) => () => {
    undo()
    warn(...what)
  }
  const undo = together([patch(console, 'warn', replaced), patch(config, 'warnHandler', replaced)])
  queueMicrotask(undo)
}

/** Says what Vue says of an error that has no handler, in its words and parts. */
export function warn(config: WarningConfig, component: VueComponent | null, place: string): void {
  const message = `Unhandled error during execution of ${place}`
  const trace = lineage(component)
  safely('warn', () => {
    if (config.warnHandler) {
      config.warnHandler(message, component, trace.map((one) => `at <${nameOf(one)}>`).join('\n'))
    } else {
      console.warn(`[Vue warn]: ${message}`, ...trace.flatMap((one) => ['\n', ...shown(one)]))
    }
  })
}

function shown(instance: VueInstance): unknown[] {
  const open = ` at <${nameOf(instance, 'App')}`
  const props = instance.vnode?.props
  return props ? [open, ...Object.entries(props).flatMap(shownProp), '>'] : [`${open}>`]
}

/** Of more than three there is only a sign. */
function shownProp([key, value]: [string, unknown], at: number): unknown[] {
  if (at > 2) return at > 3 ? [] : [' ...']
  if (typeof value === 'function') return [`${key}=fn${value.name && `<${value.name}>`}`]
  if (Object(value) === value) return [`${key}=`, value]
  return [`${key}=${typeof value === 'string' ? JSON.stringify(value) : String(value)}`]
}
