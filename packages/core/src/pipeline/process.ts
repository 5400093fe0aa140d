import type { EventProcessor } from '../integration.js'
import { debug } from '../support/debug.js'
import { isThenable, safely } from '../support/safely.js'
import type { Step, Way } from './way.js'

/** Shows the event to the processors: those of integrations, then of the client, then of the scopes, widest first. */
export const process: Step = (event, way) => {
  const { client, hint } = way
  for (const integration of client.getIntegrations()) {
    safely(integration.name, () => integration.preprocessEvent?.(event, hint, client))
  }
  return applyFrom(0, event, processorsOf(way), way)
}

function processorsOf({ client, scopes }: Way): EventProcessor[] {
  const ofIntegrations = client
    .getIntegrations()
    .filter((one) => one.processEvent)
    .map((one): EventProcessor => {
      const processor: EventProcessor = (event, hint) =>
        one.processEvent?.(event, hint, client) ?? null
      processor.id = one.name
      return processor
    })
  return [
    ...ofIntegrations,
    ...client.getEventProcessors(),
    ...scopes.flatMap((scope) => scope.getScopeData().eventProcessors),
  ]
}

function applyFrom(
  index: number,
  event: Parameters<Step>[0],
  processors: EventProcessor[],
  way: Way,
): ReturnType<Step> {
  const processor = processors[index]
  if (!processor) return event
  const next = (result: typeof event | null): ReturnType<Step> =>
    result ? applyFrom(index + 1, result, processors, way) : dropped(processor)
  try {
    const result = processor(event, way.hint)
    return isThenable(result)
      ? result.then(next, (error) => dropped(processor, error))
      : next(result as typeof event | null)
  } catch (error) {
    return dropped(processor, error)
  }
}

function dropped(processor: EventProcessor, error?: unknown): 'event_processor' {
  debug(`Event dropped by event processor ${processor.id ?? processor.name}`, error)
  return 'event_processor'
}
