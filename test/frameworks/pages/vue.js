import { vueIntegration } from '@mayday/browser/vue'
import {
  createApp,
  defineAsyncComponent,
  h,
  nextTick,
  onErrorCaptured,
  onMounted,
  ref,
  Suspense,
  watch,
  watchEffect,
} from 'vue'
import { fail, play, root, settled, start, click as tap } from './page.js'

const params = new URLSearchParams(location.search)
const options = JSON.parse(params.get('options') ?? '{}')
const vue = vueIntegration(options)
start({ integrations: [vue] })

/** A component called Child, in a panel, in the app; it shows a button that counts, and what its setup gives. */
function show(setup, { App = {}, config = {}, children } = {}) {
  const Child = {
    name: 'Child',
    props: { label: String, secret: Object },
    emits: ['picked'],
    setup,
  }
  const Panel = {
    __file: 'src/side-panel.vue',
    render() {
      return h('section', this.$slots.default?.())
    },
  }
  const app = createApp({
    render: () =>
      h(Panel, null, {
        default: () =>
          children?.(Child) ?? [h(Child, { label: 'one', secret: { token: 'hidden' } })],
      }),
    ...App,
  })
  Object.assign(app.config, config)
  app.use(vue)
  app.mount(root)
  return app
}

const counter = (change) => {
  const count = ref(0)
  change?.(count)
  return () => h('button', { onClick: () => count.value++ }, `count ${count.value}`)
}

const button = (onClick) => () => h('button', { onClick }, 'go')

async function click() {
  tap()
  await nextTick()
}

const handled = {
  config: { errorHandler: (...args) => console.log(`own: ${args[0]}`, args.length) },
}

play({
  render: () => show(() => () => fail('render')),
  setup: () => show(() => fail('setup')),
  mounted: () => show(() => onMounted(() => fail('mounted')) ?? counter()),
  event: () => show(() => button(() => fail('event'))) && click(),
  async: () => show(() => button(async () => fail('async'))) && click(),
  emitted: () =>
    show((_props, { emit }) => button(() => emit('picked')), {
      children: (Child) => h(Child, { onPicked: () => fail('emitted') }),
    }) && click(),
  watcher: () => show(() => counter((count) => watch(count, () => fail('watcher')))) && click(),
  effect: () =>
    show(() => counter((count) => watchEffect(() => count.value && fail('effect')))) && click(),
  update: () =>
    show(() => {
      const count = ref(0)
      return () =>
        h('button', { onClick: () => count.value++ }, count.value ? fail('update') : 'go')
    }) && click(),
  suspended: () =>
    show(async () => settled().then(() => fail('suspended')), {
      children: (Child) => h(Suspense, () => h(Child)),
    }),
  loader: () =>
    show(counter, {
      children: () =>
        h(
          defineAsyncComponent({
            loader: async () => fail('loader'),
            errorComponent: { render: () => 'could not be loaded' },
          }),
        ),
    }),
  root: () => show(counter, { App: { name: 'Shop', render: () => fail('root') } }),
  text: () =>
    show(() =>
      button(() => {
        throw 'a text'
      }),
    ) && click(),
  own: () => show(() => () => fail('own'), handled),
  captured: () =>
    show(() => () => fail('captured'), {
      App: { setup: () => void onErrorCaptured(() => false) },
    }),
  thrownOn: () =>
    show(() => button(() => fail('thrownOn')), {
      config: { throwUnhandledErrorInProduction: true },
    }) && click(),
  warned: () =>
    show(() => button(() => fail('warned')), {
      config: { warnHandler: (text, _component, trace) => console.log('warned:', text, trace) },
    }) && click(),
  // The app's own handler comes and goes after us.
  async late() {
    const app = show(() => button(() => fail('late')))
    app.config.errorHandler = handled.config.errorHandler
    await click()
    app.config.errorHandler = undefined
  },
  async closed() {
    const app = show(() => button(() => fail('closed')))
    await globalThis.client?.close()
    console.log(JSON.stringify(Object.getOwnPropertyDescriptor(app.config, 'errorHandler')))
    await click()
  },
})
