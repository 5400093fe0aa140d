import { asking, type Step, walk } from './way.js'

/** Shows the event to the processors: those of the client and its integrations, then of the scopes, widest first. */
export const process: Step = (event, way) => {
  const { client, hint, scopes } = way
  client.emit('preprocessEvent', event, hint)
  const processors = [
    ...client.getEventProcessors(),
    ...scopes.flatMap((scope) => scope.eventProcessors),
  ]
  const steps = processors.map((one) => asking(one, 'event_processor', one.id ?? one.name))
  return walk(steps, event, way)
}
