/** Which build of its file a frame is of; receivers find the source map by that. */
import { factsByFile } from '../event/file-facts.js'
import { mapStacks } from '../event/stacks.js'
import type { DebugImage } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { Step } from './way.js'

/** Writes it on the frames, where it stays when a processor gives their file another name. */
export const markFrames: Step = (event, { platform }) =>
  safely('debug ids', () => {
    const ids = factsByFile(['_debugIds', '_sentryDebugIds'], platform.stackParser)
    if (ids.size === 0) return event
    return mapStacks(event, (frames) =>
      frames.map((frame) => ({ ...frame, debug_id: ids.get(frame.filename) as string })),
    )
  }) ?? event

/** Moves it to where receivers look for it, under the names that the files are sent with. */
export const nameImages: Step = (event) => {
  safely('debug ids', () => {
    const images = new Map<string, DebugImage>()
    for (const { stacktrace } of event.exception?.values ?? []) {
      for (const frame of stacktrace?.frames ?? []) {
        const { abs_path, filename, debug_id } = frame
        const code_file = abs_path ?? filename
        if (code_file && typeof debug_id === 'string') {
          images.set(code_file, { type: 'sourcemap', code_file, debug_id })
        }
        delete frame.debug_id
      }
    }
    const { debug_meta } = event
    if (images.size > 0) {
      event.debug_meta = {
        ...debug_meta,
        images: [...(debug_meta?.images ?? []), ...images.values()],
      }
    }
  })
  return event
}
