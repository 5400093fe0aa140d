import type { Script } from 'node:vm'
import { JSDOM, VirtualConsole } from 'jsdom'

export interface Program {
  run(): Promise<unknown>
  expected: unknown
}

/** A page with a realm of its own that has loaded the script. What it prints is not heard. */
export function openPage(url: string, script: Script) {
  const page = new JSDOM('<!doctype html><title>Shop</title><body></body>', {
    url,
    runScripts: 'outside-only',
    virtualConsole: new VirtualConsole(),
  })
  // What browsers have and jsdom lacks.
  const missing = {
    TextEncoder,
    TextDecoder,
    Headers,
    Request,
    Response,
    // The same that the encoder above makes.
    Uint8Array,
    fetch: (path: string, init?: RequestInit) => fetch(new URL(path, url), init),
  }
  const window = Object.assign(page.window, missing, { programs: {} as Record<string, Program> })
  script.runInContext(page.getInternalVMContext())
  return { programs: window.programs, close: () => window.close() }
}
