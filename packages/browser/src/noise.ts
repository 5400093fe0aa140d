/** The noise rules of pages. What each is for stands in docs/noise.md. */
import type { NoiseRules, StackFrame } from '@mayday/core'
import { INJECTED } from './stack.js'

const isInjected = ({ filename = '' }: StackFrame): boolean => INJECTED.test(filename)

/** Rules against noise that browsers make, or what lives in them besides the page. */
export const pageNoise: NoiseRules = {
  // There are phones called Cubot.
  'noise/bot': () => /[^u]bot\b|crawler|spider/i.test(globalThis.navigator?.userAgent),

  'noise/extension-frame': ({ title, frames, isUncaught }) =>
    isUncaught &&
    // The texts are of means that only extensions have.
    (frames.some(isInjected) ||
      /runtime\.sendMessage|Extension context|Receiving end/.test(title)) &&
    // What fails below code of the page fails the page. Engines have no files.
    frames.every((frame) => isInjected(frame) || !/^[^<[]/.test(frame.filename ?? '')) &&
    // An extension's own page is a program like others.
    !INJECTED.test(globalThis.location?.href),

  'noise/resize-observer': ({ title }) => /^\w*: ResizeObserver loop (limit|completed)/.test(title),

  'noise/script-error': ({ title, frames }) =>
    !frames.length && /^\w*: (Javascript error: )?Script error\.?( on line 0)?$/i.test(title),

  'noise/webview': ({ title }) =>
    /Object Not Found Matching Id:\d|Java (object is|exception was) |variable: (gmo$|_Autofill)|redefine .*(ethereum|googletag|solana)/.test(
      title,
    ),

  // Disks, cameras and push services fail with an AbortError, too.
  'noise/abort': ({ title, isUncaught }) =>
    isUncaught && /^AbortError: .*(signal|user|operation|Fetch|Buffer) (\w+ )?aborted/.test(title),

  'noise/chunk-load': ({ title }) =>
    /ChunkLoadError|Loading (CSS )?chunk \S+ failed|dynamically imported module|Importing a module script|preload CSS|JavaScript MIME/.test(
      title,
    ) && { chunk_load: 'true' },
}
