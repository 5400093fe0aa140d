import { createErrorHandler } from '@mayday/browser/svelte'
import { mount } from 'svelte'
import { play, root, settled, start, click as tap } from './page.js'
import App from './svelte/App.svelte'

const params = new URLSearchParams(location.search)
const options = JSON.parse(params.get('options') ?? '{}')
const onerror = start() ? createErrorHandler(options) : () => {}

async function show(at, isBounded = true) {
  mount(App, { target: root, props: { at, onerror, isBounded } })
  await settled()
}

async function change(at, isBounded) {
  await show(at, isBounded)
  tap()
  await settled()
}

play({
  setup: () => show('setup'),
  render: () => show('render'),
  mount: () => show('mount'),
  await: () => show('await'),
  derived: () => change('derived'),
  update: () => change('update'),
  effect: () => change('effect'),
  event: () => change('event'),
  unbounded: () => change('effect', false),
})
