// @vitest-environment jsdom
import { type VueIntegrationOptions, vueIntegration } from '@mayday/browser/vue'
import { describe, expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, onMounted } from 'vue'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, start } from './setup.js'

/** An app with a component that fails once it is mounted. */
function failing(error: unknown = new TypeError('in mounted')) {
  const Child = defineComponent({
    name: 'side-panel',
    props: { label: String, user: String },
    setup() {
      onMounted(() => {
        throw error
      })
      return () => h('p')
    },
  })
  const app = createApp(() => h(Child, { label: 'one', user: 'ann' }))
  return { app, mount: () => app.mount(document.createElement('div')) }
}

function startVue(options: VueIntegrationOptions = {}) {
  const vue = vueIntegration(options)
  return { vue, ...start({ integrations: [vue] }) }
}

const own = vi.fn()

describe('vueIntegration', () => {
  it('tells component, place and names of props, and lets the own handler have the error', async () => {
    const { app, mount } = failing()
    app.config.errorHandler = own
    const { client, events } = startVue({ app })
    mount()
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0] as never).mechanism).toMatchObject({
      type: 'auto.function.vue.error_handler',
      handled: true,
    })
    expect(events[0]?.contexts?.vue).toEqual({
      componentName: '<SidePanel>',
      lifecycleHook: 'mounted hook',
      trace: '<SidePanel>\n<Root>',
      propsNames: ['label', 'user'],
    })
    expect(own.mock.lastCall?.map((one) => typeof one)).toEqual(['object', 'object', 'string'])
  })

  it('tells the values of props only when it is told to', async () => {
    const { app, mount } = failing()
    app.config.errorHandler = own
    const memory = startVue({ app, attachProps: true })
    mount()
    const { contexts } = await memory.captured()
    expect(contexts?.vue?.propsData).toEqual({ label: 'one', user: 'ann' })
  })

  it('knows the words for what the production build tells in codes', async () => {
    const config: { errorHandler?: (...args: unknown[]) => void } = { errorHandler: own }
    const { client, events } = startVue({ app: { config } })
    const codes = ['https://vuejs.org/error-reference/#runtime-1', 'bum', 7, 99]
    for (const code of codes) config.errorHandler?.(new Error(`${code}`), null, code)
    await client.flush()
    expect(events.map(({ contexts }) => contexts?.vue?.lifecycleHook)).toEqual([
      'render function',
      'beforeUnmount hook',
      'vnode hook',
      '99',
    ])
  })

  it('takes several apps, and others later, as their plugin', async () => {
    const [first, second, third] = [failing(), failing(), failing()]
    const { vue, client, events } = startVue({ app: [first.app, second.app] })
    third.app.use(vue)
    for (const { app, mount } of [first, second, third]) {
      app.config.errorHandler = own
      mount()
    }
    await client.flush()
    expect(events).toHaveLength(3)
  })

  it('leaves the handler alone when it is told to', async () => {
    const { app, mount } = failing()
    app.config.errorHandler = own
    const { client, events } = startVue({ app, attachErrorHandler: false })
    expect(app.config.errorHandler).toBe(own)
    mount()
    await client.flush()
    expect(events).toEqual([])
  })

  it('puts back what was there, or what was put there since', async () => {
    const apps = [failing(), failing(), failing()].map(({ app }) => app)
    const before = apps.map(({ config }) => Object.getOwnPropertyDescriptors(config))
    const [, second, third] = apps
    const { client } = startVue({ app: apps })
    if (second) second.config.errorHandler = own
    const ours = third?.config.errorHandler
    // Another SDK that calls the handler before it.
    const onTop = (...args: unknown[]): void => (ours as (...args: unknown[]) => void)?.(...args)
    if (third) third.config.errorHandler = onTop
    await client.close()
    expect(apps.map(({ config }) => config.errorHandler)).toEqual([undefined, own, onTop])
    expect(Object.getOwnPropertyDescriptors(apps[0]?.config)).toEqual(before[0])
  })

  it('is no loop for somebody who wraps its handler', async () => {
    const { app, mount } = failing()
    const { client, events } = startVue({ app })
    const ours = app.config.errorHandler
    app.config.errorHandler = (...args) => {
      try {
        ours?.(...args)
      } catch {
        own(...args)
      }
    }
    mount()
    await client.flush()
    expect(events).toHaveLength(1)
    printed('warn')
  })

  it('throws what has no handler on to Vue, and leaves the console as it was', async () => {
    const { app } = failing()
    const { client, events } = startVue({ app })
    const { warn } = console
    const error = new Error('in setup')
    expect(() => app.config.errorHandler?.(error, null, 'setup function')).toThrow(error)
    await Promise.resolve()
    expect(console.warn).toBe(warn)
    expect(() => app.config.errorHandler?.('a text', null, 'setup function')).toThrow('a text')
    await client.flush()
    // What is no object cannot be told from its like where it arrives in the end.
    expect(events.map((event) => captured(event as never).value)).toEqual(['in setup'])
  })
})
