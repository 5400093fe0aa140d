// Ends in the way that its argument names; with the SDK where the environment says so, else as it would by itself.
const { MAYDAY, DSN, OPTIONS = '{}' } = process.env
// Something is imported in both cases, since that shows in stacks.
const imported = await import(MAYDAY ?? 'node:path')
const mayday = MAYDAY ? imported : undefined

const ways = {
  'by an uncaught error': () => setTimeout(fail),
  'by an error at the top level': () => fail(),
  'by a thrown text': () => {
    setTimeout(() => {
      throw 'just a text'
    })
  },
  'by a thrown null': () => {
    setTimeout(() => {
      throw null
    })
  },
  'by an error with a cause': () => {
    setTimeout(() => {
      throw new Error('outside', { cause: new TypeError('inside') })
    })
  },
  'by a rejection': () => reject(new RangeError('nobody handles this')),
  'by a rejection with a text': () => reject('just a text'),
  'by process.exit right after a capture': () => {
    capture('right before the end')
    process.exit(7)
  },
  'by process.exit right after twenty captures': () => {
    for (let count = 1; count <= 20; count++) capture(`number ${count}`)
    process.exit(7)
  },
  'by itself after a capture': () => capture('right before the end'),
  'by itself after a capture and a flush': async () => {
    capture('before a flush')
    await mayday?.flush(5000)
    console.log('after it')
    process.exitCode = 3
  },
  'by itself after a short flush': async () => {
    capture('before a flush')
    await mayday?.flush(100)
    console.log('after it')
    process.exitCode = 3
  },
  'by itself after a capture and a close': async () => {
    capture('before a close')
    await mayday?.close()
    console.log('after it')
    process.exitCode = 3
  },
  'by itself with nothing captured': () => console.log('done'),
  'by a signal': () => {
    setTimeout(() => {}, 10_000)
    process.kill(process.pid, 'SIGTERM')
  },
  'by itself, its own listener having taken the error': () => {
    process.on('uncaughtException', (error, origin) => console.log('taken', error.message, origin))
    setTimeout(() => console.log('went on'), 20)
    setTimeout(fail)
  },
  'by an error in its own listener': () => {
    process.on('uncaughtException', () => {
      throw new Error('in the listener')
    })
    setTimeout(fail)
  },
  'by itself, its own listener having taken the rejection': () => {
    process.on('unhandledRejection', (reason) => console.log('taken', reason.message))
    setTimeout(() => console.log('went on'), 20)
    reject(new RangeError('nobody handles this'))
  },
  'by a rejection, its own listener having listened once': () => {
    process.once('unhandledRejection', (reason) => console.log('taken', reason.message))
    reject(new RangeError('the first'))
    setTimeout(() => reject(new RangeError('the second')), 20)
  },
  'by a rejection, its own listener having been taken away': () => {
    const listener = () => console.log('never')
    process.on('unhandledRejection', listener)
    process.off('unhandledRejection', listener)
    reject(new RangeError('nobody handles this'))
  },
  'by process.exit in its listener of a signal': () => {
    process.on('SIGTERM', () => {
      capture('in the listener')
      process.exit(5)
    })
    setTimeout(() => {}, 10_000)
    process.kill(process.pid, 'SIGTERM')
  },
  'by itself after its listener of a signal': () => {
    const timer = setTimeout(() => {}, 10_000)
    process.on('SIGINT', () => {
      capture('in the listener')
      clearTimeout(timer)
    })
    process.kill(process.pid, 'SIGINT')
  },
  'by a signal after a capture': () => {
    setTimeout(() => {}, 10_000)
    capture('before a signal')
    process.kill(process.pid, process.env.SIGNAL)
  },
  'by process.exit after a capture in its last listener': async () => {
    process.on('exit', () => capture('in the last listener'))
    await undefined
    process.exit(7)
  },
  'by itself after a capture in its last listener': () => {
    process.on('exit', () => capture('in the last listener'))
  },
  'by itself with two copies that want to be last': async () => {
    const copy = mayday && (await import(`${MAYDAY}?copy`))
    copy?.createClient({ dsn: DSN })
    process.on('exit', () => {
      capture('in the last listener')
      copy?.captureMessage('in the last listener, by the copy')
    })
  },
  'by itself with somebody else who wants to be last': () => {
    const last = () => {}
    process.on('exit', last)
    process.on('newListener', (name, added) => {
      if (name !== 'exit' || added === last) return
      queueMicrotask(() => {
        process.off('exit', last)
        process.on('exit', last)
      })
    })
    process.on('exit', () => {})
    capture('right before the end')
  },
  'by an error in its last listener': async () => {
    // Node names another line of its own where there is more than one listener.
    process.on('exit', () => {})
    process.on('exit', () => fail())
    await undefined
    capture('right before the end')
    process.exit(7)
  },
  'by process.exit in its last listener': async () => {
    process.on('exit', () => process.exit(9))
    await undefined
    capture('right before the end')
    process.exit(7)
  },
  'by process.exit after a message and a crash report': () => {
    for (let count = 0; count < 30; count++) mayday?.captureMessage(`message ${count}`)
    mayday?.captureException(new RangeError('the one that counts'), {
      captureContext: { level: 'fatal' },
    })
    process.exit(7)
  },
  'by process.exit after a long message': () => {
    mayday?.captureMessage('long '.repeat(1000))
    process.exit(7)
  },
  'by process.exit, telling what became of two captures': () => {
    process.on('exit', () => console.log(JSON.stringify(mayday?.getClient().stats())))
    capture('the first')
    capture('the second')
    process.exit(7)
  },
  'by process.exit after captures of several clients': () => {
    for (const dsn of process.env.DSNS?.split(' ') ?? []) {
      mayday?.createClient({ dsn, ...JSON.parse(OPTIONS) }).captureMessage('of one of several')
    }
    capture('of the program itself')
    process.exit(7)
  },
  'by a rejection after close': async () => {
    await mayday?.close(1000)
    reject(new RangeError('nobody handles this'))
  },
}

/** What is done before the SDK starts. */
const early = {
  'by itself, an earlier listener having taken the rejection': () => {
    process.on('unhandledRejection', (reason) => console.log('taken', reason.message))
  },
}
ways['by itself, an earlier listener having taken the rejection'] = ways['by a rejection']

function fail() {
  throw new RangeError('nobody catches this')
}

function reject(reason) {
  Promise.reject(reason)
}

function capture(message) {
  mayday?.captureException(new RangeError(message))
}

const [, , way] = process.argv
early[way]?.()
mayday?.init({ dsn: DSN, ...JSON.parse(OPTIONS) })
await ways[way]()
