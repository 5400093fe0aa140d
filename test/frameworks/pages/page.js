// What pages of all frameworks have: the SDK, if their address has a DSN, and one case that goes wrong.
import { init } from '@mayday/browser'

const params = new URLSearchParams(location.search)

export const root = document.body.appendChild(document.createElement('div'))

/** The client, or nothing where the page is to be without the SDK. */
export function start(options) {
  const dsn = params.get('dsn')
  if (dsn) globalThis.client = init({ dsn, ...options })
  return globalThis.client
}

/** The one place of the page that fails. */
export function fail(where) {
  throw new TypeError(`in ${where}`)
}

export const click = () => root.querySelector('button').click()

/** Once what was begun is likely to be over: however slow the machine is, the page has nothing more to do by then. */
export async function settled() {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
  }
}

/** Plays the case that the address names, and says when all of it is over. */
export async function play(cases) {
  try {
    await cases[params.get('case')]()
  } catch (error) {
    console.log(`thrown to the program: ${error}`)
  }
  await settled()
  console.log(`the page shows: ${root.textContent.trim()}`)
  await globalThis.client?.flush(2000)
  globalThis.isOver = true
}
