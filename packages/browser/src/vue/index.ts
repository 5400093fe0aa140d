import { type Client, type Integration, owns, safely } from '@mayday/core'
import { lineage, placeIn, tagOf, type VueComponent } from './component.js'
import { type WarningConfig, warn, warnInstead } from './warning.js'

/** What `createApp()` of Vue 3 returns. */
export interface VueApp {
  config: object
}

export interface VueIntegrationOptions {
  /** The app or apps whose errors are captured; others may follow with `app.use(integration)`. */
  app?: VueApp | readonly VueApp[]
  /** Sends the values of the failing component's props, too, and not only their names. @default false */
  attachProps?: boolean
  /** Hooks into `app.config.errorHandler`. @default true */
  attachErrorHandler?: boolean
}

/** The integration, which is also a plugin of Vue's. */
export interface VueIntegration extends Integration {
  /** Captures what fails in this app, too; `app.use(integration)` calls it. */
  install(app: VueApp): void
}

type ErrorHandler = (error: unknown, component: VueComponent | null, info: string) => unknown

interface Config extends WarningConfig {
  errorHandler?: ErrorHandler | undefined
  throwUnhandledErrorInProduction?: boolean
}

/**
 * Captures what fails in components of Vue 3, with their name, the place (`mounted hook`) and the names of their props
 * in `contexts.vue`. A handler of the app's own is called as before, whenever it is set, and its errors count as
 * handled; without one, Vue does and prints what it would do without us.
 *
 * Where an app has no handler, what its development build is thrown that is no object, and all that it fails with
 * under `throwUnhandledErrorInProduction`, is left to whoever it is thrown to: in the end, the page's own handlers.
 */
export function vueIntegration(options: VueIntegrationOptions = {}): VueIntegration {
  const apps = new Set<VueApp>([options.app ?? []].flat() as VueApp[])
  const undo: (() => void)[] = []
  let client: Client | undefined
  function attach({ config }: VueApp): void {
    if (!client || options.attachErrorHandler === false) return
    const report = reporterOf(client, options)
    undo.push(replaceHandler(config, (own) => handlerAround(own, config, report)))
  }
  return {
    name: 'Vue',
    setup(its) {
      client = its
      apps.forEach(attach)
      return () => {
        client = undefined
        for (const one of undo.splice(0).reverse()) one()
      }
    },
    install(app) {
      if (!apps.has(app)) attach(app)
      apps.add(app)
    },
  }
}

type Report = (
  error: unknown,
  component: VueComponent | null,
  place: string,
  handled: boolean,
) => void

function reporterOf(client: Client, { attachProps }: VueIntegrationOptions): Report {
  return (error, component, lifecycleHook, handled) => {
    if (!owns(client, error)) return
    const tags = lineage(component).map(tagOf)
    const props = component?.$props
    client.captureException(error, {
      // What has no stack of its own must not be given ours.
      syntheticException: null,
      mechanism: { type: 'auto.function.vue.error_handler', handled },
      captureContext: {
        contexts: {
          vue: {
            componentName: tags[0] ?? '<Anonymous>',
            lifecycleHook,
            trace: tags.join('\n'),
            propsNames: Object.keys(props ?? {}),
            ...(attachProps && { propsData: { ...props } }),
          },
        },
      },
    })
  }
}

/** Captures, and then does what the app's own handler does, or Vue without any. */
function handlerAround(
  own: ErrorHandler | undefined,
  config: Config,
  report: Report,
): ErrorHandler {
  return function (this: unknown, ...args) {
    const [error, component, info] = args
    const place = placeIn(info)
    // Only the development build has words for it, and throws on what nobody handles.
    const isThrown = !own && place === info
    if (!isThrown || Object(error) === error) {
      safely('vue', () => report(error, component, place, !!own))
    }
    if (own) return own.apply(this, args)
    if (!isThrown) throw error
    // Vue goes on after these, and throwing would be in the way of that.
    if (isLate(component, place)) {
      warn(config, component, place)
      console.error(error)
    } else {
      warnInstead(config, component, place)
      throw error
    }
  }
}

/** True for a component that was to be loaded, and for one whose setup is waited for. */
function isLate(component: VueComponent | null, place: string): unknown {
  return place.startsWith('async') || (place.startsWith('setup') && component?.$?.asyncDep)
}

/** Puts in what `wrap` makes of the app's handler, also of those to come; what is returned takes it out. */
function replaceHandler(
  config: Config,
  wrap: (own: ErrorHandler | undefined) => ErrorHandler,
): () => void {
  const key = 'errorHandler'
  // Vue has the member in every config.
  const before = Reflect.getOwnPropertyDescriptor(config, key) as PropertyDescriptor
  let own = config[key]
  let wrapped = wrap(own)
  const get = (): ErrorHandler | undefined =>
    // An error that Vue is to throw in production it does not throw on from a handler.
    own || !config.throwUnhandledErrorInProduction ? wrapped : own
  const set = (given: ErrorHandler | undefined): void => {
    if (given === wrapped) return
    own = given
    wrapped = wrap(own)
  }
  Reflect.defineProperty(config, key, { configurable: true, enumerable: true, get, set })
  return () => {
    // Somebody else who has put theirs on top keeps it; ours only calls through then.
    if (config[key] !== get()) return
    Reflect.defineProperty(config, key, before)
    if (config[key] !== own) config[key] = own
  }
}
