/** As much of it as is used here. */
declare module 'jsdom' {
  import type { Context } from 'node:vm'

  export class VirtualConsole {}

  export class JSDOM {
    constructor(
      html: string,
      options: { url: string; runScripts: 'outside-only'; virtualConsole: VirtualConsole },
    )
    readonly window: Window & typeof globalThis
    getInternalVMContext(): Context
  }
}
