// The browsers that are installed on this machine, and how they are driven.
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Where Debian and its relatives keep programs that are part of a library, for each kind of machine. */
const LIBRARIES = '/usr/lib'

/** The path of an installed Chromium, or undefined. `CHROMIUM_PATH` names another one. */
export function findChromium() {
  return find(process.env.CHROMIUM_PATH, inPath(CHROMIUM_NAMES))
}

/** The path of an installed Firefox, or undefined. `FIREFOX_PATH` names another one. */
export function findFirefox() {
  return find(process.env.FIREFOX_PATH, inPath(['firefox-esr', 'firefox']))
}

/**
 * The paths of WebKitGTK's small browser, of the program that drives it and of the screen that it draws on, which
 * nobody sees; undefined where one of them is missing. `WEBKIT_PATH`, `WEBKIT_DRIVER_PATH` and `XVFB_PATH` name others.
 */
export function findWebKit() {
  const { WEBKIT_PATH, WEBKIT_DRIVER_PATH, XVFB_PATH } = process.env
  const browser = find(WEBKIT_PATH, miniBrowsers())
  const driver = find(WEBKIT_DRIVER_PATH, inPath(['WebKitWebDriver']))
  const screen = find(XVFB_PATH, inPath(['Xvfb']))
  return browser && driver && screen ? { browser, driver, screen } : undefined
}

/** The newest first. */
function miniBrowsers() {
  const folders = foldersIn(LIBRARIES).flatMap((folder) =>
    foldersIn(join(LIBRARIES, folder))
      .filter((name) => name.startsWith('webkit2gtk-'))
      .map((name) => join(LIBRARIES, folder, name, 'MiniBrowser')),
  )
  return folders.sort().reverse()
}

function foldersIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

function inPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function find(named, candidates) {
  return [named, ...candidates].find((path) => path && isExecutable(path))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What people on Debian and its relatives type to get a Chromium. */
export const installHint = 'sudo apt-get install chromium'

/** All browsers that tests drive, and what people on Debian and its relatives type to get each. */
export const browsers = [
  {
    name: 'Chromium',
    find: findChromium,
    hint: `${installHint}, or set CHROMIUM_PATH`,
  },
  {
    name: 'Firefox',
    find: findFirefox,
    hint: 'sudo apt-get install firefox-esr, or set FIREFOX_PATH',
  },
  {
    name: 'WebKit',
    find: findWebKit,
    hint: 'sudo apt-get install webkit2gtk-driver xvfb, or set WEBKIT_PATH, WEBKIT_DRIVER_PATH and XVFB_PATH',
  },
]

/** Starts the installed Chromium without a window; it reaches nothing but what a page asks for. */
export function launchChromium() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
