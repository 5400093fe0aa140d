/** The Reacts that tests are run with, beside the one that the repository has for everything else. */
import { fileURLToPath } from 'node:url'

export type ReactName = 'react-17' | 'react-18' | 'react-18-legacy' | 'react-19'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** What bundlers are to find under React's names; nothing for the latest. */
export function aliasesOf(name: ReactName): { find: RegExp; replacement: string }[] {
  if (name === 'react-19') return []
  const modules = here(`${name.slice(0, 8)}/node_modules`)
  return [
    ...(name === 'react-18'
      ? []
      : [{ find: /^react-dom\/client$/, replacement: here('legacy-client.js') }]),
    { find: /^react-dom(?=$|\/)/, replacement: `${modules}/react-dom` },
    { find: /^react(?=$|\/)/, replacement: `${modules}/react` },
  ]
}
