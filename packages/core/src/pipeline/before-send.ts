import { debug } from '../support/debug.js'
import { isThenable } from '../support/safely.js'
import type { Step } from './way.js'

/** Asks the user's `beforeSend`. Where it throws or forgets to return, the event is dropped: it may hold a secret. */
export const beforeSend: Step = (event, { client, hint }) => {
  const callback = client.getOptions().beforeSend
  if (!callback) return event
  try {
    const result = callback(event, hint)
    return isThenable(result) ? result.then(judge, refused) : judge(result)
  } catch (error) {
    return refused(error)
  }
}

function judge(result: unknown): ReturnType<Step> {
  if (typeof result === 'object' && result !== null)
    return result as Exclude<ReturnType<Step>, string>
  debug(`Event dropped: beforeSend returned ${result}`)
  return 'before_send'
}

function refused(error: unknown): 'before_send' {
  debug('Event dropped: beforeSend threw', error)
  return 'before_send'
}
