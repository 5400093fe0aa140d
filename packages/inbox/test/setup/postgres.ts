import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A PostgreSQL server of our own, which nobody else can reach. */
export interface TestServer {
  /** The URL of a database that is new and empty. */
  newDatabase(): Promise<string>
  /** Ends all connections and starts the server again; gives what resolves when it is back. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the newest server that is installed as Debian installs it. Gives undefined, and prints a line, where there is
 * none; throws there when `MAYDAY_REQUIRE_POSTGRES` insists.
 */
export async function startPostgres(): Promise<TestServer | undefined> {
  const programs = findPrograms()
  if (programs) return startServer(programs)
  const sentence = 'PostgreSQL is not installed here (sudo apt-get install postgresql).'
  if (process.env.MAYDAY_REQUIRE_POSTGRES) throw new Error(sentence)
  process.stderr.write(`${sentence} Tests with a server are left out.\n`)
  return undefined
}

function findPrograms(): string | undefined {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return undefined
  const newest = readdirSync(versions).sort((a, b) => Number(b) - Number(a))
  return newest
    .map((version) => join(versions, version, 'bin'))
    .find((path) => existsSync(join(path, 'initdb')))
}

async function startServer(programs: string): Promise<TestServer> {
  // Not below the folder of the tests: the path of a socket has 107 letters, and another user has to get there.
  const directory = await mkdtemp('/tmp/mayday-pg-')
  const user = unprivileged()
  if (user) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  const init = [
    '-D',
    data,
    '-U',
    'inbox',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
    '--no-instructions',
  ]
  await run(join(programs, 'initdb'), init, { ...user, cwd: directory })
  let server = await listen(programs, data, directory, user)
  let databases = 0
  const urlOf = (name: string) => `postgres://inbox@localhost/${name}?host=${directory}`
  return {
    async newDatabase() {
      databases += 1
      const name = `inbox_${databases}`
      await run(join(programs, 'createdb'), ['-h', directory, '-U', 'inbox', name])
      return urlOf(name)
    },
    async restart() {
      await server.stop()
      server = await listen(programs, data, directory, user)
    },
    async stop() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function listen(
  programs: string,
  data: string,
  directory: string,
  user: { uid: number; gid: number } | undefined,
): Promise<{ stop(): Promise<void> }> {
  const options = [
    '-D',
    data,
    '-k',
    directory,
    '-c',
    'listen_addresses=',
    '-c',
    'max_connections=60',
    // Its databases are gone with the tests. On a busy disk, stopping would wait for all of them to be written.
    '-c',
    'fsync=off',
  ]
  const server = spawn(join(programs, 'postgres'), options, {
    ...user,
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(server, 'exit')
  await new Promise<void>((resolve, reject) => {
    let log = ''
    server.stderr.on('data', (chunk) => {
      log += chunk
      if (log.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(log)))
  })
  return {
    async stop() {
      // The fast shutdown: connections are ended, what was committed stays.
      server.kill('SIGINT')
      await ended
    },
  }
}

/** PostgreSQL refuses to be root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}
