// Gives every name the address of this machine, as a name server does that is back again.
import dns from 'node:dns'

dns.lookup = (_name, options, callback) => {
  const found = { address: '127.0.0.1', family: 4 }
  const answer = typeof options === 'function' ? options : callback
  process.nextTick(() => {
    if (options?.all) answer(null, [found])
    else answer(null, found.address, found.family)
  })
}
