// What is published, in a real Worker.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { captured, createReceiver, type Receiver } from '../../packages/node/test/setup.js'
import { createProject, pathOf } from './bed.js'
import { bundleWorker, serveWorker, type Worker } from './workerd.js'

const workerd = pathOf('workerd')

describe.skipIf(!workerd)('in workerd', () => {
  const project = workerd ? createProject() : undefined
  const folder = project?.folder ?? ''
  let bundle: string
  beforeAll(async () => {
    if (project) bundle = await bundleWorker(folder)
  })
  afterAll(() => project?.remove())

  it('nothing of Node is needed but its way to follow promises', () => {
    const modules = readFileSync(bundle, 'utf8').matchAll(
      /(?:from |import\(|require\()"(node:[^"]+)"/g,
    )
    expect([...new Set([...modules].map(([, name]) => name))]).toEqual(['node:async_hooks'])
  })

  async function inWorker(
    flags: string[],
    date: string,
    test: (worker: Worker, receiver: Receiver) => Promise<void>,
  ): Promise<void> {
    const receiver = await createReceiver()
    const worker = await serveWorker(workerd ?? '', folder, { dsn: receiver.dsn, date, flags })
    try {
      await test(worker, receiver)
    } finally {
      await worker.stop()
    }
  }

  const arrivals = (receiver: Receiver, count: number) =>
    vi.waitFor(
      () => {
        const events = receiver.arrived.flatMap(({ event }) => event ?? [])
        expect(events.length).toBeGreaterThanOrEqual(count)
        return events
      },
      { timeout: 10_000 },
    )

  const kept = [
    ['with nodejs_compat', ['nodejs_compat'], '2025-06-01'],
    ['with nodejs_als', ['nodejs_als'], '2024-09-01'],
    ['as is', [], '2026-11-01'],
  ] as const

  it.each(kept)('requests are kept apart %s', async (_what, flags, date) => {
    await inWorker([...flags], date, async ({ url, output }, receiver) => {
      const whos = Array.from({ length: 8 }, (_, index) => `user ${index}`)
      const statuses = await Promise.all(
        whos.map(
          async (who) => (await fetch(`${url}/orders?who=${encodeURIComponent(who)}`)).status,
        ),
      )
      expect(statuses).toEqual(whos.map(() => 500))
      const events = await arrivals(receiver, whos.length)
      expect(events.map(({ user }) => user?.id).sort()).toEqual(whos)
      for (const event of events) {
        const who = event.user?.id
        expect(event).toMatchObject({
          platform: 'javascript',
          tags: { who, loaded: 'yes' },
          transaction: 'GET /orders',
          request: { method: 'GET', url: `${url}/orders`, query_string: 'who=[Filtered]' },
          contexts: { runtime: { name: 'cloudflare' } },
        })
        expect(captured(event)).toMatchObject({
          type: 'Error',
          value: `asked by ${who}`,
          mechanism: { type: 'auto.http.cloudflare', handled: false },
          stacktrace: {
            frames: expect.arrayContaining([expect.objectContaining({ in_app: true })]),
          },
        })
        const { values } = event.breadcrumbs as unknown as { values: { message: string }[] }
        expect(values.map(({ message }) => message)).toEqual([`breadcrumb of ${who}`, who])
      }
      expect(new Set(events.map((event) => event.contexts?.trace?.trace_id)).size).toBe(8)
      expect(output()).not.toContain('[mayday]')
    })
  })

  it('what work captures that goes on after the answer arrives', async () => {
    await inWorker(['nodejs_compat'], '2025-06-01', async ({ url }, receiver) => {
      expect((await fetch(`${url}/detached?who=ann`)).status).toBe(200)
      const [event] = await arrivals(receiver, 1)
      expect(captured(event).value).toBe('after the answer')
      expect(event).toMatchObject({ user: { id: 'ann' }, transaction: 'GET /detached' })
    })
  })

  it('an answer is what it would be without us, and nothing is sent', async () => {
    await inWorker(['nodejs_compat'], '2025-06-01', async ({ url }, receiver) => {
      const response = await fetch(`${url}/fine?who=ann`)
      expect([response.status, await response.text()]).toEqual([200, 'fine'])
      await fetch(`${url}/orders?who=ben`)
      await arrivals(receiver, 1)
      expect(receiver.arrived).toHaveLength(1)
    })
  })

  it('errors arrive where requests cannot be told apart, too, and the Worker is told why', async () => {
    await inWorker([], '2024-09-01', async ({ url, output }, receiver) => {
      expect((await fetch(`${url}/orders?who=ann`)).status).toBe(500)
      const [event] = await arrivals(receiver, 1)
      expect(captured(event).value).toBe('asked by ann')
      expect(event).toMatchObject({ transaction: 'GET /orders', user: { id: 'ann' } })
      await fetch(`${url}/orders?who=ben`)
      expect(output().match(/nodejs_als/g)).toHaveLength(1)
    })
  })
})
