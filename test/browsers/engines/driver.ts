/** What tests ask of a browser, whichever it is. */

export interface Engine {
  name: 'Chromium' | 'Firefox' | 'WebKit'
  isInstalled: boolean
  start(): Promise<Browser>
}

export interface Browser {
  /** A page that shares no storage with others. */
  newPage(): Promise<Page>
  stop(): Promise<void>
}

export interface Page {
  /** Goes there and resolves when all scripts of the page have run. */
  open(url: string): Promise<void>
  /** What the function returns in the page; it knows nothing but the page and its arguments, which are JSON. */
  run<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>
  /** As people do it: with the mouse. */
  click(selector: string): Promise<void>
  /** As people do it: with the keyboard. */
  type(selector: string, text: string): Promise<void>
  /** What the page has printed so far; nothing where the browser's driver does not tell. */
  printed: string[] | undefined
  close(): Promise<void>
}
