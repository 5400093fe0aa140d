import { factsByFile } from '../event/file-facts.js'
import { isObject } from '../event/inspect.js'
import { mapStacks } from '../event/stacks.js'
import type { Integration } from '../integration.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'

/**
 * Lets processors and `beforeSend` see on each frame, as `module_metadata`, what a bundler plugin was told to write into
 * the frame's file, such as which team it belongs to. It is not sent.
 */
export function moduleMetadataIntegration(): Integration {
  return {
    name: 'ModuleMetadata',
    setup: (client) => client.on('beforeEnvelope', strip),
    preprocessEvent(event, _hint, client) {
      const metadata = factsByFile(['_sentryModuleMetadata'], client.getStackParser())
      if (metadata.size === 0) return
      const { exception } = mapStacks(event, (frames) =>
        frames.map((frame) => ({
          ...frame,
          module_metadata: frame.module_metadata ?? unsendable(metadata.get(frame.filename)),
        })),
      )
      if (exception) event.exception = exception
    },
  }
}

/** No JSON has it, also not that of a preview. */
function unsendable(metadata: unknown): object | undefined {
  if (!isObject(metadata)) return undefined
  return Object.defineProperty({ ...metadata }, 'toJSON', { value: () => undefined })
}

/** Stores clone what they keep, and would keep it without that. */
function strip([, items]: Envelope): void {
  for (const [{ type }, payload] of items) {
    if (type !== 'event') continue
    for (const { stacktrace } of (payload as Event).exception?.values ?? []) {
      for (const frame of stacktrace?.frames ?? []) delete frame.module_metadata
    }
  }
}
