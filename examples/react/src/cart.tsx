import { useSyncExternalStore } from 'react'
import { addTea, pay, store } from './store.js'

/** Actions of Redux are breadcrumbs of the error that follows. */
export function Cart() {
  const { tea } = useSyncExternalStore(store.subscribe, store.getState)
  return (
    <section>
      <h2>A shop with Redux</h2>
      <button type="button" id="tea" onClick={() => store.dispatch(addTea())}>
        Put tea into the cart ({tea})
      </button>
      <button type="button" id="pay" onClick={() => store.dispatch(pay())}>
        Pay
      </button>
    </section>
  )
}
