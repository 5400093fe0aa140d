import type { Readable } from 'node:stream'
import { startTimer } from '@mayday/core'
import { refusal } from './refusal.js'

/** All that comes, unless that is more than `maxBytes` or takes longer than `ms`. The stream is left as it then is. */
export function readBody(stream: Readable, maxBytes: number, ms: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let size = 0
    const fail = (error: unknown): void => {
      stop()
      stream.off('data', take)
      chunks.length = 0
      reject(error)
    }
    const stop = startTimer(() => fail(refusal(408, 'The body took too long.')), ms)
    const take = (chunk: Uint8Array): void => {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) fail(tooLarge())
    }
    stream.on('data', take)
    stream.on('end', () => {
      stop()
      resolve(Buffer.concat(chunks))
    })
    stream.on('error', fail)
    stream.on('close', () => fail(refusal(400, 'The body is not whole.')))
  })
}

export function tooLarge(): Error {
  return refusal(413, 'The envelope is too large.')
}
