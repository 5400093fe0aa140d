/**
 * The few globals that every platform has, typed here because core is compiled without a platform's types.
 * Read at the moment of use, so that importing does nothing and a replaced global is respected.
 */
export interface Runtime {
  console?: Record<string, unknown>
  setTimeout(callback: () => void, ms?: number): unknown
  clearTimeout(timer: unknown): void
  fetch?: unknown
  navigator?: { userAgent?: string }
  /** Some embedded web views have none; pages without TLS have one that makes no UUIDs. */
  crypto?: { randomUUID?(): string }
  TextEncoder: new () => { encode(text: string): Uint8Array }
  TextDecoder: new () => { decode(bytes: Uint8Array): string }
  URLSearchParams: new (pairs: [name: string, value: string][]) => { toString(): string }
}

export const runtime: Runtime = globalThis as unknown as Runtime
