// Runs engines and writes their stacks beside this folder. See README.md.
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { wasmBytes } from './failures.js'

const here = import.meta.dirname

/** Browsers get the address of a page and a folder for their profile; runtimes get a program. */
const engines = {
  chromium: {
    engine: 'V8 in Chromium',
    command: (url, profile) => [
      'chromium',
      ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
      ...['--disable-background-networking', `--user-data-dir=${profile}`, url],
    ],
    version: (agent) => /Chrome\/([\d.]+)/.exec(agent)[1],
  },
  firefox: {
    engine: 'SpiderMonkey in Firefox',
    command: (url, profile) => [
      'firefox-esr',
      ...['--headless', '--no-remote', '--profile', profile, url],
    ],
    version: (agent) => /Firefox\/([\d.]+)/.exec(agent)[1],
  },
  webkit: {
    engine: 'JavaScriptCore in WebKitGTK',
    command: (url) => ['MiniBrowser', url],
    version: (agent) => /Version\/([\d.]+)/.exec(agent)[1],
  },
  node: { engine: 'V8 in Node', command: (program) => ['node', program] },
  bun: { engine: 'JavaScriptCore in Bun', command: (program) => ['bun', program] },
  deno: { engine: 'V8 in Deno', command: (program) => ['deno', 'run', '-A', program] },
}

/** By itself Firefox tells the callers of asynchronous code only to its own tools. */
const firefoxSettings = `
user_pref('javascript.options.asyncstack', true);
user_pref('javascript.options.asyncstack_capture_debuggee_only', false);
`

const [name, executable, versionOf] = process.argv.slice(2)
const { engine, command, version } = engines[name]
const report = await (version ? inBrowser() : inRuntime())
write({
  engine,
  version: versionOf ?? report.version ?? version(report.agent),
  how: 'run by generate/index.js',
  parser: version ? 'browser' : 'node',
  cases: report.cases.map(({ name, message, stack }) => ({
    name,
    message: report.neutral(message),
    stack: report.neutral(stack).split('\n'),
  })),
})

async function inBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'stacks-'))
  writeFileSync(join(profile, 'user.js'), firefoxSettings)
  const { promise, resolve: answer } = Promise.withResolvers()
  const server = createServer((request, response) => serve(request, response, answer))
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${server.address().port}`
  const browser = start(command(`${origin}/`, profile), { detached: true })
  const report = await promise
  process.kill(-browser.pid)
  await new Promise((closed) => browser.once('close', closed))
  server.close()
  server.closeAllConnections()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  return {
    ...report,
    neutral: (text) => withoutIds(text.replaceAll(origin, 'https://shop.example')),
  }
}

/** Addresses of blobs are random. */
function withoutIds(text) {
  return text.replaceAll(/(blob:\S+?\/)[\da-f-]{36}/g, '$101234567-89ab-cdef-0123-456789abcdef')
}

async function serve(request, response, answer) {
  if (request.method === 'POST') {
    let body = ''
    for await (const chunk of request) body += chunk
    response.end()
    return answer(JSON.parse(body))
  }
  const { type, content } = page(new URL(request.url, 'http://localhost').pathname)
  response.writeHead(200, { 'content-type': type }).end(content)
}

function page(path) {
  if (path === '/') return { type: 'text/html', content: readFileSync(join(here, 'page.html')) }
  if (path === '/pay.wasm') return { type: 'application/wasm', content: wasmBytes(true) }
  const own = ['/page.js', '/failures.js', '/places.js', '/worker.js'].includes(path)
  return { type: 'text/javascript', content: readFileSync(join(here, own ? path : 'place.js')) }
}

async function inRuntime() {
  const folder = mkdtempSync(join(tmpdir(), 'stacks-'))
  const place = (path, file) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    cpSync(join(here, file), join(folder, path))
  }
  place('runtime.mjs', 'runtime.js')
  place('failures.mjs', 'failures.js')
  place('places.mjs', 'places.js')
  place('required.cjs', 'required.cjs')
  place('top.cjs', 'top.cjs')
  place('my shop/(shop)/place@1.mjs', 'place.js')
  place('node_modules/shop/index.mjs', 'place.js')
  let output = ''
  const runtime = start(command('runtime.mjs'), { cwd: folder })
  runtime.stdout.on('data', (chunk) => {
    output += chunk
  })
  await new Promise((closed) => runtime.once('close', closed))
  rmSync(folder, { recursive: true })
  return { ...JSON.parse(output), neutral: (text) => text.replaceAll(folder, '/app') }
}

function start([file, ...rest], options) {
  const program = executable ? resolve(executable) : file
  return spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'], ...options })
}

/** Frames are kept where the stack is as before. The others are to be written by hand. */
function write({ cases, ...about }) {
  const major = Number.parseInt(about.version, 10)
  const file = `${name}-${major}.json`
  const known = new Map(corpus(file).map(({ stack, frames }) => [String(stack), frames]))
  const older = olderThan(major)
    .flatMap(corpus)
    .map(({ stack }) => String(stack))
  const found = cases
    .filter(({ stack }) => !older.includes(String(stack)))
    .map((item) => ({ ...item, frames: known.get(String(item.stack)) ?? [] }))
  const text = JSON.stringify({ ...about, cases: found }, undefined, 2)
  writeFileSync(join(here, '..', file), `${text}\n`)
  const open = found.filter(({ frames }) => frames.length === 0)
  console.log(`${file}: ${found.length} stacks, ${open.length} of them without frames`)
}

/** What an engine says as its older versions do is kept once. */
function olderThan(major) {
  const isOlder = (file) =>
    file.startsWith(`${name}-`) && Number.parseInt(file.slice(name.length + 1), 10) < major
  return readdirSync(join(here, '..')).filter(isOlder)
}

function corpus(file) {
  const path = join(here, '..', file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).cases : []
}
