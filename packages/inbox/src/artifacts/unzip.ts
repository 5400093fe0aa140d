import { setImmediate as turn } from 'node:timers/promises'
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate'
import { Refusal } from '../server/refusal.js'
import { inMebibytes, limits } from './limits.js'

/** Little enough that even zeros, a thousandth of what they unpack to, are noticed soon. */
const slice = 16 * 1024

/**
 * The files of a zip by their paths. Rejects with a `Refusal` for more or larger files than the limits allow (what
 * counts is what comes out, not what the zip says), and for paths that lead out of it.
 */
export async function unzip(zip: Uint8Array): Promise<Map<string, Buffer>> {
  const unpacked = new Unpacked()
  const stream = new Unzip((file) => unpacked.add(file))
  stream.register(UnzipInflate)
  for (let at = 0; at < zip.length; at += slice) {
    push(stream, zip.subarray(at, at + slice), at + slice >= zip.length)
    if (unpacked.refusal) throw unpacked.refusal
    // Others are answered in between.
    if ((at / slice) % 16 === 0) await turn()
  }
  return unpacked.contents()
}

function push(stream: Unzip, bytes: Uint8Array, isLast: boolean): void {
  try {
    stream.push(bytes, isLast)
  } catch {
    throw unreadable()
  }
}

interface Entry {
  chunks: Uint8Array[]
  size: number
  isWhole: boolean
}

class Unpacked {
  refusal: Refusal | undefined
  private readonly files = new Map<string, Entry>()
  private size = 0

  add(file: UnzipFile): void {
    if (file.name.endsWith('/')) return
    const entry: Entry = { chunks: [], size: 0, isWhole: false }
    this.refuse(this.flawOf(file.name))
    this.files.set(file.name, entry)
    file.ondata = (error, bytes, isLast) => {
      if (error) this.refuse(`its file ${shown(file.name)} cannot be unpacked`)
      // What a zip has after the first flaw is not kept.
      if (!this.refusal) this.grow(file.name, entry, bytes, isLast)
    }
    file.start()
  }

  contents(): Map<string, Buffer> {
    const contents = new Map<string, Buffer>()
    for (const [name, { chunks, isWhole }] of this.files) {
      if (!isWhole) throw unreadable()
      contents.set(name, Buffer.concat(chunks))
    }
    return contents
  }

  private flawOf(name: string): string | undefined {
    if (leadsOut(name)) return `its file ${shown(name)} leads out of it`
    if (this.files.has(name)) return `it has ${shown(name)} twice`
    return this.files.size < limits.files ? undefined : `it has more than ${limits.files} files`
  }

  private grow(name: string, entry: Entry, bytes: Uint8Array, isLast: boolean): void {
    entry.chunks.push(bytes)
    entry.size += bytes.length
    entry.isWhole = isLast
    this.size += bytes.length
    if (entry.size > limits.file) {
      this.refuse(`its file ${shown(name)} is larger than ${inMebibytes(limits.file)}`)
    }
    if (this.size > limits.unpacked) {
      this.refuse(`unpacked it is larger than ${inMebibytes(limits.unpacked)}`)
    }
  }

  private refuse(flaw: string | undefined): void {
    if (flaw !== undefined) this.refusal ??= new Refusal(400, `The bundle is refused: ${flaw}.`)
  }
}

function shown(name: string): string {
  return `"${name.slice(0, 200)}"`
}

function leadsOut(name: string): boolean {
  return /^(?:[/\\]|[a-z]:)|\\|\0/i.test(name) || name.split('/').includes('..')
}

function unreadable(): Refusal {
  return new Refusal(400, 'The bundle is not a readable zip.')
}
