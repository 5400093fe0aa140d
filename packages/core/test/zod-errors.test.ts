import { captureException, type ZodErrorsOptions, zodErrorsIntegration } from '@mayday/core'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { z as zodMini } from 'zod/mini'
import { z as zod3 } from 'zod/v3'
import { start } from './setup.js'

/** What arrives of what `parse` throws. */
async function arriving(parse: () => unknown, options?: ZodErrorsOptions) {
  const { client, events, attachments } = start({ integrations: [zodErrorsIntegration(options)] })
  try {
    parse()
  } catch (error) {
    captureException(error)
  }
  await client.flush()
  const [event] = events
  const issues = event?.extra?.[options?.key ?? 'zoderror.issues'] as Record<string, unknown>[]
  return { value: event?.exception?.values?.at(-1)?.value, issues, attachments, event }
}

const order = (zod: typeof z) =>
  zod.object({ name: zod.string(), items: zod.array(zod.object({ id: zod.number() })) })
const broken = { name: 7, items: [{ id: 'a' }, { id: 'b' }] }

it('names the keys that did not fit', async () => {
  const { value, issues, event } = await arriving(() => order(z).parse(broken))
  expect(value).toBe('Failed to validate keys: name, items.<array>.id')
  expect(event?.exception?.values?.at(-1)?.type).toBe('ZodError')
  expect(issues).toMatchObject([
    { code: 'invalid_type', expected: 'string', path: 'name' },
    { code: 'invalid_type', expected: 'number', path: 'items.0.id' },
    { code: 'invalid_type', expected: 'number', path: 'items.1.id' },
  ])
})

it('reads errors of version 3 and of zod/mini, too', async () => {
  const three = await arriving(() => order(zod3 as never).parse(broken))
  expect(three.value).toBe('Failed to validate keys: name, items.<array>.id')
  expect(three.issues[0]).toMatchObject({ received: 'number', path: 'name' })
  const mini = await arriving(() => zodMini.object({ name: zodMini.string() }).parse(broken))
  expect(mini.value).toBe('Failed to validate keys: name')
})

it('says what was expected where no key can be named', async () => {
  expect((await arriving(() => z.string().parse(7))).value).toBe('Failed to validate string')
  expect((await arriving(() => z.literal('a').parse(7))).value).toBe('Failed to validate variable')
})

it('cuts a long list of keys', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `member${at}`)
  const schema = z.object(Object.fromEntries(names.map((name) => [name, z.string()])))
  const { value, issues } = await arriving(() => schema.parse({}))
  expect(value).toHaveLength('Failed to validate keys: '.length + 100 + '...'.length)
  expect(value).toMatch(/^Failed to validate keys: member0, member1, .*\.\.\.$/)
  expect(issues).toHaveLength(10)
})

it('shows as many issues as are wanted, under the name that is wanted', async () => {
  const two = await arriving(() => order(z).parse(broken), { limit: 2, key: 'issues' })
  expect(two.issues).toHaveLength(2)
  expect(two.event?.extra).not.toHaveProperty('zoderror.issues')
})

it('makes texts of what lies deeper in an issue', async () => {
  const either = z.union([z.object({ a: z.string() }), z.number()])
  const { issues } = await arriving(() =>
    z.object({ one: either }).strict().parse({ one: 'x', b: 1 }),
  )
  const union = issues.find(({ code }) => code === 'invalid_union')
  expect(JSON.parse(`${union?.errors}`)).toHaveLength(2)
  const keys = issues.find(({ code }) => code === 'unrecognized_keys')
  expect(keys).toMatchObject({ keys: '["b"]', path: '' })
  const three = zod3.union([zod3.object({ a: zod3.string() }), zod3.number()])
  const old = await arriving(() => zod3.object({ one: three }).parse({ one: 'x' }))
  expect(old.issues[0]?.unionErrors).toMatch(/^\[\{"issues"/)
})

it('leaves out the values that did not fit', async () => {
  const schema = z.object({ one: z.union([z.string(), z.number()]) })
  const { issues, attachments } = await arriving(
    () => schema.parse({ one: { a: 'private-value' } }, { reportInput: true }),
    { saveZodIssuesAsAttachment: true },
  )
  expect(issues).toHaveLength(1)
  expect(JSON.stringify(issues) + attachments[0]?.text).not.toContain('private-value')
})

it('sends all issues along on request', async () => {
  const { issues, attachments } = await arriving(() => order(z).parse(broken), {
    limit: 1,
    saveZodIssuesAsAttachment: true,
  })
  expect(issues).toHaveLength(1)
  expect(attachments).toHaveLength(1)
  expect(attachments[0]?.headers).toMatchObject({ filename: 'zod_issues.json' })
  expect(JSON.parse(`${attachments[0]?.text}`).issues).toHaveLength(3)
  expect((await arriving(() => order(z).parse(broken))).attachments).toEqual([])
})

it('gives the title to the captured error, not to its cause', async () => {
  const { event } = await arriving(() => {
    try {
      order(z).parse(broken)
    } catch (error) {
      throw Object.assign(error as Error, { cause: new Error('why') })
    }
  })
  expect(event?.exception?.values?.map(({ value }) => value)).toEqual([
    'why',
    'Failed to validate keys: name, items.<array>.id',
  ])
})

it('leaves other errors as they are', async () => {
  const others = [
    Object.assign(new Error('no issues'), { name: 'ZodError' }),
    Object.assign(new Error('no list'), { name: 'ZodError', issues: 'none' }),
    Object.assign(new Error('empty'), { name: 'ZodError', issues: [] }),
    Object.assign(new Error('another'), { issues: [{ path: ['a'] }] }),
  ]
  for (const error of others) {
    const { value, event } = await arriving(() => {
      throw error
    })
    expect([value, event?.extra?.['zoderror.issues']]).toEqual([error.message, undefined])
  }
})

it('loses no event to issues that cannot be read', async () => {
  const issues = [{ path: ['a'], values: [1n] }]
  const { value } = await arriving(() => {
    throw Object.assign(new Error('odd'), { name: 'ZodError', issues })
  })
  expect(value).toBe('odd')
})
