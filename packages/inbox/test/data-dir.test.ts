import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { createInbox } from '../src/index.js'
import { describeDatabases, testServer } from './databases.js'
import { temporaryFolder } from './folders.js'
import { sendEvent, startInbox } from './sending.js'

await describeDatabases((database) => {
  test('what was stored is there after the next start', async () => {
    const options = await database.create()
    const first = await createInbox(options)
    const event = await sendEvent(first, { message: 'a' })
    await first.close()
    const second = await startInbox(options)
    expect(await second.events()).toEqual([event])
    const next = await sendEvent(second, { message: 'a' })
    expect(next.issueId).toBe(event.issueId)
  })
})

describe('a data directory', () => {
  test('is made for its owner alone, and stays out of repositories', async () => {
    const dataDir = join(await temporaryFolder(), 'a', 'b')
    await startInbox({ dataDir })
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect(await readFile(join(dataDir, '.gitignore'), 'utf8')).toBe('*\n')
  })

  test('that others may read is closed to them', async () => {
    const dataDir = join(await temporaryFolder(), 'open')
    await mkdir(dataDir, { mode: 0o755 })
    await startInbox({ dataDir })
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o077).toBe(0)
  })

  test('serves one Inbox at a time', async () => {
    const dataDir = await temporaryFolder()
    const first = await createInbox({ dataDir })
    const sentence = `Another inbox (process ${process.pid}) is using this data directory.`
    await expect(createInbox({ dataDir })).rejects.toThrow(sentence)
    await expect(createInbox({ dataDir: `${dataDir}/.` })).rejects.toThrow(sentence)
    await first.close()
    await (await createInbox({ dataDir })).close()
  })

  test('that is used by a process that lives is left alone', async () => {
    const dataDir = await temporaryFolder()
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await writeFile(join(dataDir, 'inbox.lock'), `${other.pid}\n`)
    await expect(createInbox({ dataDir })).rejects.toThrow(`(process ${other.pid})`)
    other.kill()
    await once(other, 'exit')
    await startInbox({ dataDir })
  })

  test.each(['', 'nonsense\n', '0\n', '-1\n', `${process.pid}\n`])(
    'with a lock of nobody (%j) is taken over',
    async (content) => {
      const dataDir = await temporaryFolder()
      await writeFile(join(dataDir, 'inbox.lock'), content)
      await startInbox({ dataDir })
      expect(await readFile(join(dataDir, 'inbox.lock'), 'utf8')).toBe(`${process.pid}\n`)
    },
  )

  test('whose first start was broken off begins anew', async () => {
    const dataDir = await temporaryFolder()
    await mkdir(join(dataDir, 'postgres'))
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n')
    await writeFile(join(dataDir, 'unfinished'), '')
    const inbox = await createInbox({ dataDir })
    await sendEvent(inbox, { message: 'a' })
    await inbox.close()
    expect(await (await startInbox({ dataDir })).events()).toHaveLength(1)
  })

  test('that cannot be made is named', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    await expect(createInbox({ dataDir: join(file, 'x') })).rejects.toThrow('file')
  })
})

test('data of a newer version are refused with a sentence, and left as they are', async (context) => {
  const server = await testServer()
  if (!server) return context.skip()
  const database = await server.newDatabase()
  await (await createInbox({ database })).close()
  const client = new pg.Client(database)
  await client.connect()
  await client.query('insert into mayday_migrations (version) values (1000)')
  await expect(createInbox({ database })).rejects.toThrow(
    /^The data in postgres:\/\/.* are of a newer version of the Inbox\. Update this one, or use other data\.$/,
  )
  await client.end()
})
