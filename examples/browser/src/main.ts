import * as Mayday from '@mayday/browser'
import { loadBasket, priceOf } from './shop.js'

Mayday.init({
  dsn: import.meta.env.VITE_MAYDAY_DSN,
  release: 'example-browser@1.0.0',
  environment: 'example',
})
Mayday.setTag('example', 'browser')

const status = document.querySelector('#status') as HTMLElement

function onClick(id: string, action: () => void): void {
  document.querySelector(`#${id}`)?.addEventListener('click', action)
}

onClick('throw', () => {
  console.log('about to look up a price')
  priceOf({ name: 'tea' })
})

onClick('reject', () => {
  void loadBasket()
})

onClick('handled', () => {
  try {
    JSON.parse('{ not json')
  } catch (error) {
    const id = Mayday.captureException(error, { tags: { part: 'settings' } })
    status.textContent = `Could not read the settings. Report ${id.slice(0, 8)} was sent.`
  }
})
