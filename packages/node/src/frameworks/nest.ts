import type { IncomingMessage } from 'node:http'
import { captureException, getIsolationScope, safely } from '@mayday/core'
import { Catch, HttpException, Logger, Module } from '@nestjs/common'
import { APP_INTERCEPTOR, BaseExceptionFilter } from '@nestjs/core'
import { asyncScopes, scopesOfRequest } from '../async-scopes.js'

// Programs import all they use from here.
export * from '../index.js'

/** The members of Nest's `ArgumentsHost` and `ExecutionContext` that are used. */
export interface NestHost {
  getType(): string
  getArgByIndex(index: number): unknown
}

/** A request of Express, or one of Fastify around that of Node. */
interface NestRequest extends IncomingMessage {
  raw?: IncomingMessage
  route?: { path?: unknown }
  routeOptions?: { url?: unknown }
}

/** What Nest and its microservices throw to say how to answer. */
interface Answering {
  getStatus?(): number
  getError?(): unknown
  initMessage?(): void
  statusCode?: number
  message?: string
}

/**
 * A filter for what no other filter of a Nest application wants: captures it, and then has Nest answer as it would have.
 * What is answered with less than 500 is no failure, nor are `WsException` and `RpcException`.
 *
 * ```js
 * providers: [{ provide: APP_FILTER, useClass: MaydayGlobalFilter }]
 * ```
 */
export class MaydayGlobalFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: NestHost): void {
    const kind = host.getType()
    if (!isExpected(exception)) captureIn(host, exception, `auto.${kind}.nestjs.global_filter`)
    if (kind === 'http') super.catch(exception, host as never)
    else if (kind === 'ws') answerSocket(exception, host.getArgByIndex(0) as Socket)
    else passOn(exception, kind)
  }
}
Catch()(MaydayGlobalFilter)

interface Socket {
  emit?(event: string, data: unknown): void
}

/** As Nest does where there is no filter. */
function answerSocket(exception: unknown, client: Socket | undefined): void {
  const said = (exception as Answering | null)?.getError?.()
  if (said === undefined && exception instanceof Error) log(exception)
  const message = said ?? 'Internal server error'
  client?.emit?.('exception', typeof message === 'object' ? message : { status: 'error', message })
}

/** To GraphQL and microservices, which have answers of their own. */
function passOn(exception: unknown, kind: string): void {
  if (exception instanceof HttpException || !(exception instanceof Error)) throw exception
  log(exception)
  // A microservice might end.
  if (kind !== 'rpc') throw exception
}

function log({ message, stack }: Error): void {
  new Logger('ExceptionsHandler').error(message, stack)
}

/** What is said on purpose, and no failure. */
function isExpected(exception: unknown): boolean {
  if (typeof exception !== 'object' || exception === null) return false
  const { getStatus, getError, initMessage, statusCode, message } = exception as Answering
  if (typeof getStatus === 'function') return (exception as Required<Answering>).getStatus() < 500
  if (typeof getError === 'function' && typeof initMessage === 'function') return true
  // What comes of middleware is answered with its own status, too.
  return !!message && typeof statusCode === 'number' && statusCode > 0 && statusCode < 500
}

function captureIn(host: NestHost | undefined, exception: unknown, type: string): void {
  const capture = (): void => {
    safely('route', () => nameRoute(host))
    captureException(exception, {
      // What has no stack of its own must not be given ours.
      syntheticException: null,
      mechanism: { type, handled: false },
    })
  }
  const request = safely('request', () => requestOf(host))
  if (request) asyncScopes.run(scopesOfRequest(request.raw ?? request), capture)
  else capture()
}

function requestOf(host: NestHost | undefined): NestRequest | undefined {
  return host?.getType() === 'http' ? (host.getArgByIndex(0) as NestRequest) : undefined
}

/** `GET /users/:id`, as the program wrote it. */
function nameRoute(host: NestHost | undefined): void {
  const { method, route, routeOptions } = requestOf(host) ?? {}
  const path = routeOptions?.url ?? route?.path
  if (typeof path === 'string') getIsolationScope().setTransactionName(`${method} ${path}`)
}

class RouteInterceptor {
  intercept<T>(context: NestHost, next: { handle(): T }): T {
    safely('route', () => nameRoute(context))
    return next.handle()
  }
}

/** What `MaydayModule.forRoot()` gives to Nest. */
export interface MaydayDynamicModule {
  module: typeof MaydayModule
  providers: { provide: string; useClass: new () => object }[]
}

/** Names what is captured in a Nest application after its routes: `imports: [MaydayModule.forRoot()]`. */
// biome-ignore lint/complexity/noStaticOnlyClass: Nest knows modules by their classes
export class MaydayModule {
  static forRoot(): MaydayDynamicModule {
    return {
      module: MaydayModule,
      providers: [{ provide: APP_INTERCEPTOR, useClass: RouteInterceptor }],
    }
  }
}
Module({})(MaydayModule)

/**
 * A decorator for the method `catch` of a filter of your own: what it is called with is captured first, by the same rules
 * as with `MaydayGlobalFilter`.
 */
export function MaydayExceptionCaptured(): (
  target: object,
  name: string | symbol,
  descriptor: PropertyDescriptor,
) => PropertyDescriptor {
  return (_target, _name, descriptor) => {
    const original = descriptor.value as (...args: unknown[]) => unknown
    function wrapper(this: unknown, ...args: unknown[]): unknown {
      const [exception, host] = args
      safely('filter', () => {
        if (isExpected(exception)) return
        captureIn(host as NestHost, exception, 'auto.function.nestjs.exception_captured')
      })
      return original.apply(this, args)
    }
    Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original))
    // Other decorators may have left something on the method.
    for (const key of metadata.getOwnMetadataKeys?.(original) ?? []) {
      metadata.defineMetadata?.(key, metadata.getOwnMetadata?.(key, original), wrapper)
    }
    descriptor.value = wrapper
    return descriptor
  }
}

/** What Nest's own `reflect-metadata` adds. */
const metadata = Reflect as {
  getOwnMetadataKeys?(target: object): unknown[]
  getOwnMetadata?(key: unknown, target: object): unknown
  defineMetadata?(key: unknown, value: unknown, target: object): void
}

// Version 10's names.
export {
  MaydayExceptionCaptured as SentryExceptionCaptured,
  MaydayGlobalFilter as SentryGlobalFilter,
  MaydayModule as SentryModule,
}
