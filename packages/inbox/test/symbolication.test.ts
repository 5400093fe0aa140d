import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StackFrame } from '@mayday/core'
import ts from 'typescript'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { StoredEvent } from '../src/index.js'
import { emptyInbox, sendEvent } from './sending.js'

const source = `interface Line {
  price: number
}

/** What the cart costs. */
export function totalOf(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.price, 0)
}

export function checkout(lines: Line[] | undefined): number {
  return totalOf(lines as Line[])
}
`

/** The source as a script, with a map that names the source by this path. */
function compile(path: string): { script: string; map: string; lines: string[] } {
  const { outputText, sourceMapText = '' } = ts.transpileModule(source, {
    compilerOptions: { sourceMap: true, target: ts.ScriptTarget.ES2022, removeComments: true },
  })
  const script = outputText.replace(/\/\/# sourceMappingURL.*\n?/, '')
  const map = { ...JSON.parse(sourceMapText), sources: [path], sourcesContent: [source] }
  return { script, map: JSON.stringify(map), lines: script.split('\n') }
}

const { script, map, lines } = compile('../src/cart.ts')

/** Where a text stands in the script, as a frame says it. */
function placeOf(text: string): { lineno: number; colno: number } {
  const index = lines.findIndex((line) => line.includes(text))
  return { lineno: index + 1, colno: (lines[index] ?? '').indexOf(text) + 1 }
}

type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void)

/** A server on this machine, the paths that it was asked for, and its address by a name. */
async function serve(answers: Record<string, Answer>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const answer = answers[request.url ?? '']
    if (typeof answer === 'function') answer(request, response)
    else response.writeHead(answer === undefined ? 404 : 200).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { asked, origin: `http://127.0.0.1:${port}`, port }
}

function eventWith(...frames: StackFrame[]): object {
  return {
    platform: 'javascript',
    exception: { values: [{ type: 'TypeError', value: 'x', stacktrace: { frames } }] },
  }
}

function framesOf(stored: StoredEvent) {
  return stored.resolved?.[0] ?? []
}

describe('a frame of a script on this machine', () => {
  test('is found in its source, and the frame that was sent stays beside it', async () => {
    const { origin } = await serve({
      '/assets/index-Ab12Cd34.js': `${script}//# sourceMappingURL=index.js.map\n`,
      '/assets/index.js.map': map,
    })
    const inbox = await emptyInbox()
    const filename = `${origin}/assets/index-Ab12Cd34.js`
    const raw = { filename, function: 'totalOf', in_app: true, ...placeOf('lines.reduce') }
    const stored = await sendEvent(inbox, eventWith(raw))
    expect(framesOf(stored)).toEqual([
      {
        filename: 'src/cart.ts',
        function: 'totalOf',
        lineno: 7,
        colno: 10,
        in_app: true,
        pre_context: source.split('\n').slice(1, 6),
        context_line: '  return lines.reduce((sum, line) => sum + line.price, 0)',
        post_context: source.split('\n').slice(7, 12),
        raw,
      },
    ])
    expect(stored.culprit).toBe('src/cart.ts:7 totalOf')
    expect(stored.event).toMatchObject(eventWith(raw))
  })

  test('is found when exceptions came as a flat list and the address is in abs_path', async () => {
    const { origin } = await serve({
      '/a.js': `${script}//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`,
    })
    const inbox = await emptyInbox()
    const frame = { filename: '/a.js', abs_path: `${origin}/a.js`, ...placeOf('lines.reduce') }
    const stored = await sendEvent(inbox, {
      exception: [{ type: 'Error', stacktrace: { frames: [frame] } }],
    })
    expect(framesOf(stored)[0]).toMatchObject({ filename: 'src/cart.ts', lineno: 7 })
  })

  test('is found by the SourceMap header', async () => {
    const { origin } = await serve({
      '/a.js': (_request, response) => response.writeHead(200, { sourcemap: '/a.map' }).end(script),
      '/a.map': `)]}'\n${map}`,
    })
    const inbox = await emptyInbox()
    const stored = await sendEvent(
      inbox,
      eventWith({ filename: `${origin}/a.js`, ...placeOf('totalOf(lines);') }),
    )
    expect(framesOf(stored)[0]).toMatchObject({ filename: 'src/cart.ts', lineno: 11, colno: 10 })
  })

  test('is found by the last comment: an earlier one is part of what was bundled', async () => {
    const { origin } = await serve({
      '/a.js': `${script}//# sourceMappingURL=wrong.map\n//# sourceMappingURL=right.map\n`,
      '/right.map': map,
    })
    const inbox = await emptyInbox()
    const stored = await sendEvent(
      inbox,
      eventWith({ filename: `${origin}/a.js`, ...placeOf('lines.reduce') }),
    )
    expect(framesOf(stored)[0]?.filename).toBe('src/cart.ts')
  })

  test('gets the name that its caller uses in place of a minified one', async () => {
    const named = { ...JSON.parse(map), names: ['totalOf'] }
    // One line of two calls: column 0 is in checkout() and calls totalOf, column 9 is in totalOf().
    named.mappings = 'AAUSA,SAJD'
    const { origin } = await serve({
      '/a.js': 't(l);r(l);\n//# sourceMappingURL=a.map',
      '/a.map': JSON.stringify(named),
    })
    const inbox = await emptyInbox()
    const url = `${origin}/a.js`
    const stored = await sendEvent(
      inbox,
      eventWith(
        { filename: url, function: 'e', lineno: 1, colno: 1 },
        { filename: url, function: 't', lineno: 1, colno: 10 },
      ),
    )
    expect(framesOf(stored).map((frame) => [frame.function, frame.lineno])).toEqual([
      ['e', 11],
      ['totalOf', 7],
    ])
  })

  test('is not in-app when its source is a library', async () => {
    const { origin } = await serve({
      '/assets/a.js': `${script}//# sourceMappingURL=a.js.map`,
      '/assets/a.js.map': compile('../node_modules/cart/index.ts').map,
    })
    const inbox = await emptyInbox()
    const frame = { filename: `${origin}/assets/a.js`, in_app: true, ...placeOf('lines.reduce') }
    const stored = await sendEvent(inbox, eventWith(frame))
    expect(framesOf(stored)[0]).toMatchObject({
      filename: 'node_modules/cart/index.ts',
      in_app: false,
    })
  })

  test('gets the lines of the script itself when there is no map', async () => {
    const { origin } = await serve({ '/a.js': script })
    const inbox = await emptyInbox()
    const raw = { filename: `${origin}/a.js`, function: 'f', ...placeOf('lines.reduce') }
    const stored = await sendEvent(inbox, eventWith(raw))
    expect(framesOf(stored)[0]).toMatchObject({ ...raw, context_line: lines[raw.lineno - 1], raw })
  })

  test('gets no lines of a script that is minified', async () => {
    const { origin } = await serve({ '/a.js': `f(${'x'.repeat(600)})` })
    const inbox = await emptyInbox()
    const stored = await sendEvent(inbox, eventWith({ filename: `${origin}/a.js`, lineno: 1 }))
    expect(stored.resolved).toBeUndefined()
  })

  test('groups with itself in the next build, whose minified names are others', async () => {
    const withMap = `${script}//# sourceMappingURL=x.map`
    const { origin } = await serve({ '/one.js': withMap, '/two.js': withMap, '/x.map': map })
    const inbox = await emptyInbox()
    const place = placeOf('lines.reduce')
    const one = await sendEvent(inbox, eventWith({ filename: `${origin}/one.js`, ...place }))
    const two = await sendEvent(inbox, eventWith({ filename: `${origin}/two.js`, ...place }))
    expect(one.issueId).toBe(two.issueId)
  })
})

describe('nothing is lost or fetched from elsewhere when', () => {
  test('the script is on another machine', async () => {
    const { asked, port } = await serve({})
    const inbox = await emptyInbox()
    const hosts = [
      'app.example',
      '127.0.0.1.nip.example',
      'localhost.example',
      '169.254.1.1',
      '0.0.0.0',
    ]
    const frames = hosts.map((host) => ({ filename: `http://${host}:${port}/a.js`, lineno: 1 }))
    const stored = await sendEvent(inbox, eventWith(...frames))
    expect(stored.resolved).toBeUndefined()
    expect(asked).toEqual([])
  })

  test('the map is of another origin', async () => {
    const other = await serve({ '/a.map': map })
    const { origin } = await serve({
      '/a.js': `${script}//# sourceMappingURL=${other.origin}/a.map`,
    })
    const inbox = await emptyInbox()
    const raw = { filename: `${origin}/a.js`, ...placeOf('lines.reduce') }
    const stored = await sendEvent(inbox, eventWith(raw))
    expect(framesOf(stored)[0]?.filename).toBe(raw.filename)
    expect(other.asked).toEqual([])
  })

  test('the script is a redirect', async () => {
    const other = await serve({ '/b.js': script })
    const { origin } = await serve({
      '/a.js': (_request, response) =>
        response.writeHead(302, { location: `${other.origin}/b.js` }).end(),
    })
    const inbox = await emptyInbox()
    const stored = await sendEvent(inbox, eventWith({ filename: `${origin}/a.js`, lineno: 1 }))
    expect(stored.resolved).toBeUndefined()
    expect(other.asked).toEqual([])
  })

  test('the script never comes', async () => {
    const { origin } = await serve({ '/a.js': () => undefined })
    const inbox = await emptyInbox()
    const before = Date.now()
    const stored = await sendEvent(inbox, eventWith({ filename: `${origin}/a.js`, lineno: 1 }))
    expect(stored.resolved).toBeUndefined()
    expect(Date.now() - before).toBeLessThan(4000)
  })

  test.each([
    'no JSON',
    '{"version":3}',
    '{"version":3,"sources":[null],"names":[],"mappings":"!!!"}',
  ])('the map is broken: %s', async (broken) => {
    const { origin } = await serve({
      '/a.js': `${script}//# sourceMappingURL=a.map`,
      '/a.map': broken,
    })
    const inbox = await emptyInbox()
    const raw = { filename: `${origin}/a.js`, ...placeOf('lines.reduce') }
    const stored = await sendEvent(inbox, eventWith(raw))
    expect(stored.event).toMatchObject(eventWith(raw))
  })

  test('the frame has no place, or one that is not in the script', async () => {
    const { origin } = await serve({
      '/a.js': `${script}//# sourceMappingURL=a.map`,
      '/a.map': map,
    })
    const inbox = await emptyInbox()
    const filename = `${origin}/a.js`
    const stored = await sendEvent(
      inbox,
      eventWith({ filename }, { filename, lineno: 0, colno: 0 }, { filename, lineno: 9999 }),
    )
    expect(stored.resolved).toBeUndefined()
  })
})

test('frames that come with their source are left as they are', async () => {
  const inbox = await emptyInbox()
  const frame = { filename: '/srv/a.js', lineno: 2, context_line: 'boom()', in_app: true }
  const stored = await sendEvent(inbox, eventWith(frame))
  expect(stored.resolved).toBeUndefined()
  expect(stored.event).toMatchObject(eventWith(frame))
})

test('one script is asked for once by many frames and events', async () => {
  const { asked, origin } = await serve({ '/a.js': script })
  const inbox = await emptyInbox()
  const frame = { filename: `${origin}/a.js`, lineno: 1 }
  await Promise.all([1, 2, 3].map(() => sendEvent(inbox, eventWith(frame, frame))))
  expect(asked).toEqual(['/a.js'])
})
