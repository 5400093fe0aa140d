/** The noise rules of pages. What each is for stands in docs/noise.md. */
import type { NoiseRules } from '@mayday/core'
import { INJECTED } from './stack.js'

/** Rules against noise that browsers make, or what lives in them besides the page. */
export const pageNoise: NoiseRules = {
  // There are phones called Cubot.
  'noise/bot': () => /(^|[^u]|[^c]u)bot\b|crawler|spider/i.test(globalThis.navigator?.userAgent),

  'noise/extension-frame': ({ value, file, frames, isUncaught }) =>
    isUncaught &&
    // The texts are of means that only extensions have, and of wallets that quarrel with each other.
    (INJECTED.test(file) ||
      /runtime\.sendMessage|Extension context|Receiving end|redefine .*ethereum/.test(value)) &&
    // What fails below the page's own code fails the page.
    !frames.some((frame) => frame.in_app) &&
    // An extension's own page is a program like others.
    !INJECTED.test(globalThis.location?.href),

  'noise/resize-observer': ({ value }) => /^ResizeObserver loop (limit|completed)/.test(value),

  'noise/script-error': ({ value, frames }) =>
    !frames.length && /^(Javascript error: )?Script error\.?( on line 0)?$/i.test(value),

  'noise/webview': ({ value }) =>
    /Object Not Found Matching Id:\d|Java (object is gone|exception was raised)|variable: (gmo$|_Autofill)|vv\(\)\.getRestrictions|redefine .*(googletag|solana)/.test(
      value,
    ),

  // Disks, cameras and push services fail with an AbortError, too.
  'noise/abort': ({ title, isUncaught }) =>
    isUncaught &&
    /^AbortError: .*(signal|user|operation|Fetch|Buffer) (is |was )?aborted/.test(title),

  'noise/chunk-load': ({ title }) =>
    /ChunkLoadError|Loading (CSS )?chunk \S+ failed|dynamically imported module|Importing a module script|preload CSS|JavaScript MIME/.test(
      title,
    ) && { chunk_load: 'true' },
}
