export { chromium } from './chromium.js'
export type { Browser, Engine, Page } from './driver.js'
export { firefox } from './firefox.js'
export { webkit } from './webkit.js'
