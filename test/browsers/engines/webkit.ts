import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Builder, By, Capabilities, type ThenableWebDriver } from 'selenium-webdriver'
import { DriverService } from 'selenium-webdriver/remote/index.js'
import { findWebKit } from '../../../scripts/browsers.js'
import type { Engine, Page } from './driver.js'

/** Has Linux end what it starts as soon as we end, even by SIGKILL. */
const WITH_US = ['setpriv', '--pdeathsig', 'KILL'] as const

export const webkit: Engine = {
  name: 'WebKit',
  isInstalled: findWebKit() !== undefined,
  async start() {
    const paths = findWebKit() as Paths
    const screen = await startScreen(paths)
    const service = createService(paths, screen.display)
    const stop = async (): Promise<void> => {
      await service.kill()
      await screen.stop()
    }
    try {
      const url = await service.start()
      return { newPage: () => newPage(url, paths), stop }
    } catch (error) {
      await stop()
      throw error
    }
  },
}

type Paths = NonNullable<ReturnType<typeof findWebKit>>

/** WebKitGTK draws on an X display only. Xvfb finds a number that is free. */
async function startScreen({ screen }: Paths) {
  const [command, ...args] = [...WITH_US, screen, '-displayfd', '3', '-nolisten', 'tcp', '-noreset']
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  // It stays open, as Xvfb writes more than the number to it.
  const lines = createInterface(child.stdio[3] as Readable)
  const [number] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(refuse)])
  return { display: `:${number}`, stop: () => end(child) }
}

function refuse(): never {
  throw new Error('Xvfb ended before it had a display')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill()
  await exit
}

function createService({ driver }: Paths, display: string): DriverService {
  const [command, ...args] = [...WITH_US, driver]
  const { WAYLAND_DISPLAY: _, ...env } = process.env
  return new DriverService.Builder(command)
    .addArguments(...args)
    .setLoopback(true)
    .setEnvironment({ ...env, DISPLAY: display, GDK_BACKEND: 'x11' } as never)
    .build()
}

/** A browser of its own, which costs no more here than a tab and shares nothing. */
async function newPage(url: string, { browser }: Paths): Promise<Page> {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
  })
  const driver = new Builder().usingServer(url).withCapabilities(capabilities).build()
  await driver
  return {
    // The protocol has no word for it.
    printed: undefined,
    open: (address) => open(driver, address),
    run: (fn, ...args) => run(driver, fn, args),
    click: async (selector) => driver.findElement(By.css(selector)).click(),
    type: async (selector, text) => driver.findElement(By.css(selector)).sendKeys(text),
    close: () => driver.quit(),
  }
}

/** The driver does not always wait for modules. */
async function open(driver: ThenableWebDriver, address: string): Promise<void> {
  await driver.get(address)
  await driver.wait(() => driver.executeScript("return document.readyState === 'complete'"))
}

/** What is thrown comes back by hand: the driver says of it that there was something. */
async function run<Args extends unknown[], Result>(
  driver: ThenableWebDriver,
  fn: (...args: Args) => Result,
  args: Args,
): Promise<Awaited<Result>> {
  const script = `
    const [args, done] = arguments
    new Promise((resolve) => resolve((${fn})(...args)))
      .then((value) => done({ value }), (error) => done({ thrown: String(error) }))`
  const { value, thrown } = (await driver.executeAsyncScript(script, args)) as {
    value: Awaited<Result>
    thrown?: string
  }
  if (thrown) throw new Error(thrown)
  return value
}
