// Every error of the examples: how it is provoked, and what has to arrive for it.

/** @typedef {{ example: string, does: string, type: string, value: RegExp }} Expected */

const servers = [
  {
    example: 'node-http',
    does: 'GET /order',
    run: (url) => fetch(`${url}/order`),
    type: 'TypeError',
    value: /reading 'count'/,
  },
  {
    example: 'node-http',
    does: 'GET /crash ends the process',
    // No answer comes: the process is gone.
    run: (url) => fetch(`${url}/crash`).catch(() => {}),
    type: 'RangeError',
    value: /ledger does not add up/,
  },
  {
    example: 'express',
    does: 'GET /users/7',
    run: (url) => fetch(`${url}/users/7`),
    type: 'TypeError',
    value: /reading 'name'/,
  },
  {
    example: 'fastify',
    does: 'GET /orders/7',
    run: (url) => fetch(`${url}/orders/7`),
    type: 'TypeError',
    value: /reading 'length'/,
  },
]

const pages = [
  {
    example: 'browser',
    does: 'click "Throw an error"',
    run: (page) => page.click('#throw'),
    type: 'TypeError',
    value: /undefined is not iterable|not iterable/,
  },
  {
    example: 'browser',
    does: 'click "Reject a promise"',
    run: (page) => page.click('#reject'),
    type: 'Error',
    value: /basket could not be loaded/,
  },
  {
    example: 'browser',
    does: 'click "Fail politely"',
    run: (page) => page.click('#handled'),
    type: 'SyntaxError',
    value: /JSON/,
  },
  {
    example: 'react',
    does: 'click "Throw in an event handler"',
    run: (page) => page.click('#handler'),
    type: 'Error',
    value: /Nobody listens/,
  },
  {
    example: 'react',
    does: 'click "Lose the numbers"',
    run: (page) => page.click('#break'),
    type: 'TypeError',
    value: /reading 'map'/,
  },
  {
    example: 'react',
    does: 'click "Ask for the weather"',
    run: (page) => page.click('#weather'),
    type: 'Error',
    value: /weather station/,
  },
  {
    example: 'react',
    does: 'click "Order 13"',
    run: (page) => page.click('text=Order 13'),
    type: 'Error',
    value: /not in the warehouse/,
  },
  {
    example: 'react',
    does: 'click "Pay"',
    run: (page) => page.click('#pay'),
    type: 'Error',
    value: /card was refused/,
  },
]

/** What there is to provoke with these examples running; pages only where a browser can open them. */
export function provocations({ withBrowser }) {
  return withBrowser ? [...servers, ...pages] : servers
}

/** Provokes one error: in a fresh tab of `browser` for a page, by a request for a server. */
export async function provoke({ example, run }, urls, browser) {
  if (servers.some((one) => one.example === example)) return run(urls[example])
  const page = await browser.newPage()
  await page.goto(urls[example])
  await run(page)
  // The tab stays open until the error has left it; the browser is closed at the end.
}
