// A Worker: its options come with each call.
import {
  addBreadcrumb,
  captureException,
  captureMessage,
  setTag,
  setUser,
  withMayday,
} from '@mayday/node'

// While a Worker loads it may not even ask for a random number.
setTag('loaded', 'yes')

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function detached() {
  await pause(60)
  captureException(new Error('after the answer'))
}

export default withMayday(
  {
    async fetch(request, _env, context) {
      const { pathname, searchParams } = new URL(request.url)
      const who = searchParams.get('who')
      setUser({ id: who })
      await pause(5 + Math.random() * 20)
      setTag('who', who)
      console.log(`breadcrumb of ${who}`)
      addBreadcrumb({ message: who })
      if (pathname === '/fine') return new Response('fine')
      if (pathname === '/detached') {
        context.waitUntil(detached())
        return new Response('fine')
      }
      if (pathname === '/message') captureMessage('said')
      throw new Error(`asked by ${who}`)
    },
    async scheduled() {
      throw new Error('from a job')
    },
  },
  (env) => ({ dsn: env.DSN }),
)
