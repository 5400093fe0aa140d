import type { Integration } from '../integration.js'
import type { Event, StackFrame } from '../protocol/event.js'
import { wrapped } from '../support/wrapped.js'
import { moduleMetadataIntegration } from './module-metadata.js'

export interface ThirdPartyErrorFilterOptions {
  /** The `applicationKey`s that bundler plugins were given: files with one of them are the program's own. */
  filterKeys: string[]
  /** What becomes of an error of which at least one, or every frame is in no such file; the tag is `third_party_code`. */
  behaviour:
    | 'drop-error-if-contains-third-party-frames'
    | 'drop-error-if-exclusively-contains-third-party-frames'
    | 'apply-tag-if-contains-third-party-frames'
    | 'apply-tag-if-exclusively-contains-third-party-frames'
  /** Passes over the frame of the SDK below a wrapped callback. @default false */
  ignoreSentryInternalFrames?: boolean
}

const KEY = '_sentryBundlerPluginAppKey:'
const INSIDE = 'insideSentryWrapped'

/** Drops or tags errors that are thrown in files which a bundler plugin has not marked as the program's own. */
export function thirdPartyErrorFilterIntegration(
  options: ThirdPartyErrorFilterOptions,
): Integration {
  const { filterKeys, behaviour, ignoreSentryInternalFrames } = options
  const keys = filterKeys.map((key) => KEY + key)
  const isForeign = ({ module_metadata }: StackFrame): boolean =>
    !keys.some((key) => module_metadata && key in module_metadata)
  const carrying = moduleMetadataIntegration()
  return {
    ...carrying,
    name: 'ThirdPartyErrorsFilter',
    preprocessEvent(event, hint, client) {
      carrying.preprocessEvent?.(event, hint, client)
      if (!ignoreSentryInternalFrames || wrapped.depth === 0) return
      event.sdkProcessingMetadata = { ...event.sdkProcessingMetadata, [INSIDE]: true }
    },
    processEvent(event) {
      const frames = framesOf(event)?.filter(
        (frame, index) =>
          isPlace(frame) && !(ignoreSentryInternalFrames && index === 0 && isOurs(frame, event)),
      )
      if (!frames) return event
      const applies = /-if-contains/.test(behaviour)
        ? frames.some(isForeign)
        : frames.every(isForeign)
      if (!applies) return event
      return behaviour.startsWith('drop')
        ? null
        : { ...event, tags: { ...event.tags, third_party_code: true } }
    },
  }
}

/** All frames of an event whose errors all have some. */
function framesOf({ exception }: Event): StackFrame[] | undefined {
  const stacks = exception?.values?.map(({ stacktrace }) => stacktrace?.frames)
  return stacks?.every(Array.isArray) ? (stacks as StackFrame[][]).flat() : undefined
}

/** The engine's own code is nobody's. */
function isPlace({ filename, lineno, colno, instruction_addr }: StackFrame): boolean {
  return !!filename && (lineno ?? colno ?? instruction_addr) !== undefined
}

/** The oldest frame; minifiers leave one letter or two of its name. */
function isOurs(frame: StackFrame, { exception, sdkProcessingMetadata }: Event): boolean {
  const { function: name = '', context_line, pre_context } = frame
  // Some engines put the class of `this` in front.
  if (/^(?:\w+\.)?sentryWrapped$/.test(name)) return true
  const isShort = name.length > 0 && name.length < 3 && !context_line && !pre_context
  return isShort && exception?.values?.length === 1 && sdkProcessingMetadata?.[INSIDE] === true
}
