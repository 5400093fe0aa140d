import type { ServerResponse } from 'node:http'
import type { ArrivalMessage, LogAnswer } from '../api/answers.js'

const heartbeatEvery = 15_000
const mostUnread = 1024 * 1024

/** The pages that are being told of arrivals, over server-sent events. */
export class Stream {
  private readonly listeners = new Set<ServerResponse>()
  private heartbeat: NodeJS.Timeout | undefined

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

  close(): void {
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
