import type { ServerResponse } from 'node:http'
import type { ArrivalMessage, LogAnswer, StoredMessage } from '../api/answers.js'

const heartbeatEvery = 15_000
const mostUnread = 1024 * 1024
const roomsEvery = 200

/** By the types of items, the part of the API that has something new. */
const roomOf = new Map([
  ['transaction', 'transactions'],
  ['session', 'releases'],
  ['sessions', 'releases'],
  ['feedback', 'feedback'],
  ['user_report', 'feedback'],
  ['check_in', 'check-ins'],
  ['client_report', 'delivery'],
  ['attachment', 'attachments'],
])

/** The pages that are being told of arrivals, over server-sent events. */
export class Stream {
  private readonly listeners = new Set<ServerResponse>()
  private heartbeat: NodeJS.Timeout | undefined
  private readonly rooms = new Set<string>()
  private telling: NodeJS.Timeout | undefined

  add(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    // The first bytes make the browser report the connection as open.
    response.write(': connected\n\n')
    this.listeners.add(response)
    response.on('close', () => this.remove(response))
    // Proxies and sleeping laptops drop a connection that is silent; a comment is no event.
    this.heartbeat ??= setInterval(() => this.write(': still here\n\n'), heartbeatEvery)
    this.heartbeat.unref()
  }

  send(message: ArrivalMessage): void {
    this.write(`event: arrival\ndata: ${JSON.stringify(message)}\n\n`)
  }

  sendLogs(logs: LogAnswer[]): void {
    if (this.listeners.size === 0) return
    for (const log of logs) this.write(`event: log\ndata: ${JSON.stringify(log)}\n\n`)
  }

  /** Tells of items of these types, so that who shows such asks again. A burst is told of once. */
  sendStored(types: readonly string[]): void {
    if (this.listeners.size === 0) return
    for (const type of types) {
      const room = roomOf.get(type)
      if (room !== undefined) this.rooms.add(room)
    }
    if (this.rooms.size > 0) this.telling ??= setTimeout(() => this.tellRooms(), roomsEvery)
  }

  private tellRooms(): void {
    const message: StoredMessage = { rooms: [...this.rooms] }
    this.rooms.clear()
    this.telling = undefined
    this.write(`event: stored\ndata: ${JSON.stringify(message)}\n\n`)
  }

  close(): void {
    clearTimeout(this.telling)
    for (const listener of this.listeners) listener.end()
    clearInterval(this.heartbeat)
  }

  private remove(response: ServerResponse): void {
    this.listeners.delete(response)
    if (this.listeners.size > 0) return
    clearInterval(this.heartbeat)
    this.heartbeat = undefined
  }

  private write(text: string): void {
    for (const listener of this.listeners) {
      // Who does not read is cut off; a page connects again and asks for what it has missed.
      if (listener.writableLength > mostUnread) listener.destroy()
      else listener.write(text)
    }
  }
}
