import { asking, type Step } from './way.js'

/** Asks the user's `beforeSend` of errors and messages. Where it throws or forgets to return, the event is dropped: it may hold a secret. */
export const beforeSend: Step = (event, way) => {
  const ask = way.client.getOptions().beforeSend
  return ask && way.category === 'error'
    ? asking(ask, 'before_send', 'beforeSend')(event, way)
    : event
}
