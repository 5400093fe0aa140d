// Child processes that answer to what they are told, one thing at a time.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts a program of this folder; `ask()` sends it a message and resolves with its answer, `first` is what it says unasked. */
export function start(file, ...args) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    // For the soak.
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const next = async () => (await once(child, 'message'))[0]
  return {
    next,
    ask(message) {
      const answer = next()
      child.send(message)
      return answer
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
