import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { SourceMapFrame, SourceMapsAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { run } from '../src/terminal/run.js'
import { temporary } from './building.js'
import { emptyInbox, freshId, getJson, sendEvent, startInbox } from './sending.js'
import { bundleOf, upload } from './uploading.js'

const text = 'export function pay() {\n  throw new Error()\n}\n'
/** Line 1 of the script from column 4 on is line 2 of the source; the text before has no mapping. */
const map = {
  version: 3,
  sources: ['../src/pay.ts'],
  sourcesContent: [text],
  names: [],
  mappings: 'IACE',
}
const mapText = JSON.stringify(map)
const script = 'pay.now()\n//# sourceMappingURL=app.js.map\n'

let ids = 0

/** A debug id that no other test has. */
function freshDebugId(): string {
  ids += 1
  return `00000000-0000-4000-8000-${ids.toString().padStart(12, '0')}`
}

interface Sent {
  file?: string
  debugId?: string
  colno?: number
  frame?: object
}

/** An event with one frame, which fails in column 5 unless told otherwise. */
function eventIn({
  file = 'https://shop.example/app.js',
  debugId,
  colno = 5,
  frame = {},
}: Sent = {}): object {
  const frames = [{ abs_path: file, function: 'p', lineno: 1, colno, in_app: true, ...frame }]
  const images = [{ type: 'sourcemap', code_file: file, debug_id: debugId }]
  return {
    platform: 'javascript',
    exception: { values: [{ type: 'Error', value: 'x', stacktrace: { frames } }] },
    ...(debugId !== undefined && { debug_meta: { images } }),
  }
}

/** What is explained of the only frame of an event. */
async function explained(inbox: Inbox, event: object): Promise<SourceMapFrame & { id: string }> {
  const { id } = await sendEvent(inbox, event)
  const { frames } = await getJson<SourceMapsAnswer>(inbox, `/api/0/events/${id}/source-maps`)
  return { ...(frames[0] as SourceMapFrame), id }
}

/** The steps that failed with their reasons, of which none is about what the others are about. */
function reasons({ attempts }: SourceMapFrame): string[] {
  return attempts.map(({ step, reason }) => `${step}: ${reason}`)
}

async function serve(answers: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    response.writeHead(answer === undefined ? 404 : 200).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the explanation of a frame', () => {
  test('that has nothing to go by names each step and what to do', async () => {
    const frame = await explained(await emptyInbox(), eventIn())
    expect(frame).toMatchObject({
      exception: 'Error',
      frame: 'https://shop.example/app.js:1:5 p',
      status: 'minified',
    })
    expect(reasons(frame)).toEqual([
      'debug-id: no-debug-id',
      'release: no-release',
      'served: not-on-this-machine',
      'local: no-folders',
    ])
    const [first] = frame.attempts
    expect(first?.text).toContain('the bundle was not injected')
    expect(first?.advice).toContain('sentry-cli sourcemaps inject')
  })

  test('whose debug id was not uploaded names those that were', async () => {
    const inbox = await emptyInbox()
    const [wanted, other] = [freshDebugId(), freshDebugId()]
    await upload(inbox, bundleOf(script, mapText, { debugId: other, url: '~/other.js' }))
    const { attempts, debugId } = await explained(inbox, eventIn({ debugId: wanted }))
    expect(debugId).toBe(wanted)
    expect(attempts[0]).toMatchObject({
      reason: 'not-uploaded',
      text: expect.stringContaining(`has the debug id ${wanted}, which was not uploaded.`),
      advice: expect.stringContaining('sentry-cli sourcemaps upload'),
    })
    expect(attempts[0]?.text).toContain(`${other} (~/other.js)`)
  })

  test('that is found says where and how', async () => {
    const inbox = await emptyInbox()
    const debugId = freshDebugId()
    await upload(inbox, bundleOf(script, mapText, { debugId }))
    expect(await explained(inbox, eventIn({ debugId }))).toMatchObject({
      status: 'resolved',
      source: 'src/pay.ts:2 p',
      step: 'debug-id',
      isStored: true,
      attempts: [],
    })
  })

  test('that the map has no mapping for says so', async () => {
    const inbox = await emptyInbox()
    const debugId = freshDebugId()
    await upload(inbox, bundleOf(script, mapText, { debugId }))
    const frame = await explained(inbox, eventIn({ debugId, colno: 2 }))
    expect(frame.status).toBe('minified')
    expect(frame.attempts).toEqual([
      expect.objectContaining({
        step: 'debug-id',
        reason: 'no-mapping',
        text: 'The source map has no mapping for 1:2: it is probably of another build.',
      }),
    ])
  })

  test('whose map lacks the source says so', async () => {
    const inbox = await emptyInbox()
    const debugId = freshDebugId()
    const { sourcesContent: _, ...bare } = map
    await upload(inbox, bundleOf(script, JSON.stringify(bare), { debugId }))
    const frame = await explained(inbox, eventIn({ debugId }))
    expect(frame.status).toBe('resolved')
    expect(reasons(frame)).toEqual(['debug-id: no-source-text'])
    expect(frame.attempts[0]?.text).toContain(
      'not the text of src/pay.ts: its sourcesContent is missing',
    )
  })

  test('whose map is broken says so', async () => {
    const inbox = await emptyInbox()
    const debugId = freshDebugId()
    await upload(inbox, bundleOf(script, '{"version":3', { debugId }))
    const frame = await explained(inbox, eventIn({ debugId }))
    expect(reasons(frame)[0]).toBe('debug-id: map-unreadable')
    expect(frame.attempts[0]?.text).toContain('The uploaded ~/app.js.map is not a source map')
  })

  test.each<[string, object, string, string]>([
    [
      'release has no uploads',
      { release: 'none@1' },
      'not-uploaded',
      'Nothing was uploaded for the release none@1.',
    ],
    [
      'dist is another',
      { release: 'pay@1', dist: '8' },
      'other-dist',
      'uploads have the dist 7, the event has 8.',
    ],
    ['dist is missing', { release: 'pay@1' }, 'other-dist', 'the event has none.'],
    [
      'file has another address',
      { release: 'pay@2' },
      'not-found',
      'has no uploaded ~/app.js. It has ~/assets/app.js.',
    ],
    [
      'map was not uploaded',
      { release: 'pay@3' },
      'map-not-found',
      'names the map ~/gone.map, which was not uploaded.',
    ],
    [
      'map is named nowhere',
      { release: 'pay@4' },
      'no-map-named',
      'The uploaded ~/app.js names no source map.',
    ],
  ])('whose %s says so', async (_what, build, reason, sentence) => {
    const inbox = await emptyInbox()
    await upload(inbox, bundleOf(script, mapText), { version: 'pay@1', dist: '7' })
    await upload(inbox, bundleOf(script, mapText, { url: '~/assets/app.js' }), { version: 'pay@2' })
    await upload(inbox, bundleOf(script, mapText, { reference: 'gone.map' }), { version: 'pay@3' })
    await upload(inbox, bundleOf('pay.now()', mapText, { reference: '' }), { version: 'pay@4' })
    const { attempts } = await explained(inbox, { ...eventIn(), ...build })
    expect(attempts[1]).toMatchObject({ step: 'release', reason })
    expect(attempts[1]?.text).toContain(sentence)
  })

  test('of a server on this machine tells what that answered', async () => {
    const inbox = await emptyInbox()
    const origin = await serve({
      '/plain.js': 'x()',
      '/lost.js': `x()//# sourceMappingURL=lost.map`,
      '/other.js': `x()//# sourceMappingURL=https://cdn.example/x.map`,
    })
    const served = async (path: string) => {
      const { attempts } = await explained(inbox, eventIn({ file: `${origin}${path}` }))
      return attempts[2]
    }
    expect(await served('/gone.js')).toMatchObject({
      reason: 'unreachable',
      text: `${origin}/gone.js was answered with status 404.`,
    })
    expect(await served('/plain.js')).toMatchObject({ reason: 'no-map-named' })
    expect(await served('/lost.js')).toMatchObject({
      reason: 'map-not-found',
      text: `${origin}/lost.map was answered with status 404.`,
    })
    expect(await served('/other.js')).toMatchObject({ reason: 'not-allowed' })
  })

  test('that came with its source, or can have no map, is readable', async () => {
    const inbox = await emptyInbox()
    const frame = { context_line: 'pay()' }
    expect(await explained(inbox, eventIn({ frame }))).toMatchObject({ status: 'readable' })
    expect(await explained(inbox, eventIn({ file: '/srv/pay.py' }))).toMatchObject({
      status: 'readable',
      attempts: [],
    })
  })

  test('of an event that is not there is not there', async () => {
    const inbox = await emptyInbox()
    const response = await fetch(`${inbox.url}/api/0/events/${freshId()}/source-maps`)
    expect(response.status).toBe(404)
  })
})

test('a map of sections is read like any other', async () => {
  const inbox = await emptyInbox()
  const debugId = freshDebugId()
  const sections = [{ offset: { line: 0, column: 0 }, map }]
  await upload(inbox, bundleOf(script, JSON.stringify({ version: 3, sections }), { debugId }))
  expect(await explained(inbox, eventIn({ debugId }))).toMatchObject({ source: 'src/pay.ts:2 p' })
})

test('what is found only now is kept when that is asked for', async () => {
  const inbox = await emptyInbox()
  const answers: Record<string, string> = {}
  const origin = await serve(answers)
  const { id, status } = await explained(inbox, eventIn({ file: `${origin}/app.js` }))
  expect(status).toBe('minified')
  Object.assign(answers, { '/app.js': script, '/app.js.map': mapText })
  // An upload of anything makes the inbox look again at once.
  await upload(inbox, bundleOf(script, mapText, { debugId: freshDebugId() }))

  const path = `/api/0/events/${id}/source-maps`
  const now = await getJson<SourceMapsAnswer>(inbox, path)
  expect(now.frames[0]).toMatchObject({ status: 'resolved', step: 'served', isStored: false })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${inbox.url}${path}`, { method: 'POST', headers, body: '{}' })
  expect((await inbox.events())[0]).toMatchObject({ culprit: 'src/pay.ts:2 p' })
})

describe('in folders that may be read', () => {
  function writeBuild(folder: string, name = 'app.js', code = script) {
    mkdirSync(join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'dist', name), code.replace('app.js.map', `${name}.map`))
    writeFileSync(join(folder, 'dist', `${name}.map`), mapText)
    return join(folder, 'dist', name)
  }

  test('a file of a service is found by its path', async () => {
    const folder = temporary()
    const inbox = await startInbox({ sourceMaps: [folder] })
    const stored = await sendEvent(inbox, eventIn({ file: writeBuild(folder) }))
    expect(stored.resolved?.[0]?.[0]).toMatchObject({
      filename: join(folder, 'src/pay.ts'),
      lineno: 2,
      context_line: '  throw new Error()',
    })
  })

  test('a bundle is found by its debug id, in the map or in the script', async () => {
    const folder = temporary()
    const [one, two] = [freshDebugId(), freshDebugId()]
    writeBuild(folder, 'one.js', `${script}//# debugId=${one}\n`)
    const path = writeBuild(folder, 'two.js')
    writeFileSync(`${path}.map`, JSON.stringify({ ...map, debugId: two }))
    const inbox = await startInbox({ sourceMaps: [folder] })
    for (const debugId of [one, two]) {
      const frame = await explained(inbox, eventIn({ debugId, file: 'https://cdn.example/7.js' }))
      expect(frame).toMatchObject({ status: 'resolved', step: 'local', source: 'src/pay.ts:2 p' })
    }
    const other = await explained(
      inbox,
      eventIn({ debugId: freshDebugId(), file: 'https://x.example/dist/one.js' }),
    )
    expect(other.attempts.at(-1)).toMatchObject({ reason: 'not-found' })
  })

  test('a bundle is found by its name, unless several have it', async () => {
    const folder = temporary()
    writeBuild(join(folder, 'a'), 'app-Xy12Zz98.js')
    writeBuild(join(folder, 'b'), 'main.js')
    writeBuild(join(folder, 'c'), 'main.js')
    const inbox = await startInbox({ sourceMaps: [folder] })
    const at = (path: string) => explained(inbox, eventIn({ file: `https://cdn.example${path}` }))
    expect(await at('/x/app-Xy12Zz98.js')).toMatchObject({ status: 'resolved', step: 'local' })
    expect(await at('/b/dist/main.js')).toMatchObject({ status: 'resolved' })
    expect((await at('/dist/main.js')).attempts.at(-1)).toMatchObject({ reason: 'ambiguous' })
    expect((await at('/elsewhere/main.js')).attempts.at(-1)).toMatchObject({ reason: 'not-found' })
  })

  test('nothing else is read, not even through a link or the reference of a script', async () => {
    const [folder, outside] = [temporary(), temporary()]
    const path = writeBuild(outside)
    symlinkSync(join(outside, 'dist'), join(folder, 'linked'))
    writeFileSync(join(folder, 'up.js'), `x.y()\n//# sourceMappingURL=${path}.map\n`)
    const inbox = await startInbox({ sourceMaps: [folder] })
    const files = [
      path,
      `file://${path}`,
      join(folder, 'linked/app.js'),
      `${folder}/../${outside.split('/').at(-1)}/dist/app.js`,
      join(folder, 'up.js'),
    ]
    for (const file of files) {
      const frame = await explained(inbox, eventIn({ file }))
      expect([file, frame.status]).toEqual([file, 'minified'])
    }
  })
})

describe('mayday-inbox sourcemaps explain', () => {
  /** What the program writes, and how it ends. */
  async function program(...args: string[]) {
    const written = (_text: unknown, ...rest: unknown[]): boolean => {
      const done = rest.at(-1)
      if (typeof done === 'function') done()
      return true
    }
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(written)
    const err = vi.spyOn(process.stderr, 'write').mockImplementation(written)
    try {
      await run(args)
      const all = [out, err].map((spy) => spy.mock.calls.map(([chunk]) => chunk).join(''))
      return { stdout: all[0] ?? '', stderr: all[1] ?? '', code: process.exitCode ?? 0 }
    } finally {
      process.exitCode = undefined
      out.mockRestore()
      err.mockRestore()
    }
  }

  test('says for people what failed and what to do, once for frames of a file', async () => {
    const inbox = await emptyInbox()
    const frame = { abs_path: 'https://shop.example/app.js', lineno: 1, in_app: true }
    const frames = [
      { ...frame, function: 'a', colno: 9 },
      { ...frame, function: 'b', colno: 7 },
    ]
    const values = [{ type: 'Error', stacktrace: { frames } }]
    const { id } = await sendEvent(inbox, { release: 'shop@404', exception: { values } })
    const { stdout, code } = await program('sourcemaps', 'explain', id, '--url', inbox.url)
    expect(code).toBe(0)
    expect(stdout).toBe(
      [
        `Event ${id}, release shop@404`,
        '',
        'minified  https://shop.example/app.js:1:7 b',
        '  by debug id       The event has no debug id for https://shop.example/app.js: the bundle was not injected.',
        '  by release        Nothing was uploaded for the release shop@404.',
        '  on a server here  https://shop.example/app.js is not served on this machine, and nothing is fetched from elsewhere.',
        '  in folders        The inbox was given no folder with source maps.',
        '  What to do: Run `sentry-cli sourcemaps upload --release shop@404 <build>` with SENTRY_URL set to the inbox.',
        'minified  https://shop.example/app.js:1:9 a',
        '  for the same reasons as https://shop.example/app.js:1:7 b',
        '',
        '2 of 2 frames stayed minified.',
        '',
      ].join('\n'),
    )
  })

  test('says where a frame is, and gives JSON', async () => {
    const inbox = await emptyInbox()
    const debugId = freshDebugId()
    await upload(inbox, bundleOf(script, mapText, { debugId }))
    const { id } = await sendEvent(inbox, eventIn({ debugId }))
    const args = ['sourcemaps', 'explain', id, '--url', inbox.url]
    const { stdout } = await program(...args)
    expect(stdout).toContain('  is src/pay.ts:2 p, found by debug id\n')
    expect(stdout).toContain('No frame stayed minified.')
    const { stdout: json } = await program(...args, '--json')
    expect(JSON.parse(json)).toMatchObject({ eventId: id, frames: [{ status: 'resolved' }] })
  })

  test('cannot be made to command the terminal', async () => {
    const inbox = await emptyInbox()
    const event = eventIn({ file: 'https://x.example/\x1b[2Ja.js' })
    const { id } = await sendEvent(inbox, { ...event, release: 'a\x1b]0;owned\x07\r\nb' })
    const { stdout } = await program('sourcemaps', 'explain', id, '--url', inbox.url)
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  test('says what is wrong with the command', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    expect(await program('sourcemaps', 'explain', id, '--url', inbox.url)).toMatchObject({
      code: 1,
      stderr: `The Inbox at ${inbox.url} has no event "${id}".\n`,
    })
    expect(await program('sourcemaps', 'upload')).toMatchObject({ code: 2 })
    expect(await program('sourcemaps', 'explain')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Say the id of an event.'),
    })
  })
})
