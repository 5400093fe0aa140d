import { cells, play } from '../../react/cells.js'

const params = new URLSearchParams(location.search)
const dsn = params.get('dsn')
const { guards, isStrict } = JSON.parse(params.get('options'))

// All in one page, one after the other, each with a client and a place of its own.
document.body.append(document.createElement('aside'))
for (const cell of Object.keys(cells)) {
  for (const guard of guards) {
    console.log(`${cell}, ${guard}`)
    const options = dsn ? { dsn } : undefined
    console.log(`shows: ${await play(cell, guard, { options, isStrict })}`)
  }
}
globalThis.isOver = true
