import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'

const lineFeed = 0x0a
const chunkSize = 1 << 20

/** Where a line stands in the file. */
export interface Place {
  offset: number
  length: number
}

interface Waiting {
  bytes: Buffer
  resolve(place: Place): void
  reject(reason: unknown): void
}

/** A file that lines are only ever added to. A line that `append` has answered survives a crash. */
export class Journal {
  private waiting: Waiting[] = []
  private writing: Promise<void> | undefined

  private constructor(
    private readonly file: FileHandle,
    private end: number,
  ) {}

  /** Opens the file, makes it if it is missing, and hands over each line that is in it. */
  static async open(path: string, onLine: (line: string, place: Place) => void): Promise<Journal> {
    const file = await openPrivate(path)
    try {
      const end = await readLines(file, onLine)
      return new Journal(file, end)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Resolves with the line's place once it is on disk. Lines that arrive meanwhile share a sync. */
  append(line: string): Promise<Place> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ bytes: Buffer.from(`${line}\n`), resolve, reject })
      this.writing ??= this.writeAll()
    })
  }

  async read({ offset, length }: Place): Promise<string> {
    const buffer = Buffer.alloc(length)
    const { bytesRead } = await this.file.read(buffer, 0, length, offset)
    return buffer.toString('utf8', 0, bytesRead)
  }

  async close(): Promise<void> {
    await this.writing
    await this.file.close()
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting
      this.waiting = []
      await this.writeBatch(batch)
    }
    this.writing = undefined
  }

  private async writeBatch(batch: Waiting[]): Promise<void> {
    try {
      let offset = this.end
      const bytes = Buffer.concat(batch.map((entry) => entry.bytes))
      await writeFully(this.file, bytes, offset)
      await this.file.datasync()
      this.end += bytes.length
      for (const entry of batch) {
        entry.resolve({ offset, length: entry.bytes.length - 1 })
        offset += entry.bytes.length
      }
    } catch (error) {
      // Half a line must not stay: the next one would be joined to it and be lost with it.
      await this.file.truncate(this.end).catch(() => undefined)
      for (const entry of batch) entry.reject(error)
    }
  }
}

/** Events hold what users typed and saw: nobody else on the machine is to read them. */
async function openPrivate(path: string): Promise<FileHandle> {
  await (await open(path, 'a', 0o600)).close()
  await syncDirectory(dirname(path))
  return open(path, 'r+')
}

/** A new file is safe only once its name is; Windows has no such step and refuses it. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined)
  await directory?.sync().catch(() => undefined)
  await directory?.close()
}

async function writeFully(file: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const rest = bytes.length - written
    written += (await file.write(bytes, written, rest, offset + written)).bytesWritten
  }
}

/** Hands over the file's lines and returns where the next one is to be written. */
async function readLines(
  file: FileHandle,
  onLine: (line: string, place: Place) => void,
): Promise<number> {
  let pieces: Buffer[] = []
  let offset = 0
  for await (const piece of piecesOf(file)) {
    pieces.push(piece.bytes)
    if (!piece.endsLine) continue
    const line = Buffer.concat(pieces)
    onLine(line.toString('utf8'), { offset, length: line.length })
    offset += line.length + 1
    pieces = []
  }
  const rest = Buffer.concat(pieces)
  return rest.length === 0 ? offset : closeTornLine(file, rest, offset, onLine)
}

/** The file cut at its line ends and, because a line may be long, wherever a read ends. */
async function* piecesOf(file: FileHandle): AsyncGenerator<{ bytes: Buffer; endsLine: boolean }> {
  for (let position = 0; ; ) {
    const chunk = Buffer.alloc(chunkSize)
    const { bytesRead } = await file.read(chunk, 0, chunkSize, position)
    if (bytesRead === 0) return
    position += bytesRead
    let rest = chunk.subarray(0, bytesRead)
    for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
      yield { bytes: rest.subarray(0, end), endsLine: true }
      rest = rest.subarray(end + 1)
    }
    yield { bytes: rest, endsLine: false }
  }
}

/** The last line lacks its end: a crash cut it. It stays as it is, and the next line starts anew. */
async function closeTornLine(
  file: FileHandle,
  line: Buffer,
  offset: number,
  onLine: (line: string, place: Place) => void,
): Promise<number> {
  const end = offset + line.length
  await writeFully(file, Buffer.from('\n'), end)
  onLine(line.toString('utf8'), { offset, length: line.length })
  return end + 1
}
