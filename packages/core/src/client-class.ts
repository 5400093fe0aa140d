import { buildClient, type Client, type Platform } from './client.js'
import type { Options } from './options.js'

/** A class whose instances are clients: they know `instanceof`, and subclasses may add to them. */
export type ClientClass<O extends Options> = new (options: O) => Client

/** Makes the class of a platform's clients; what is to be done with each of them, `prepare` does. */
export function clientClass<O extends Options>(
  platform: (options: O) => Platform,
  prepare: (client: Client, options: O) => void,
): ClientClass<O> {
  function OwnClient(options: O): Client {
    const client = buildClient(options, platform(options))
    prepare(client, options)
    // Its methods are its own already.
    return Object.setPrototypeOf(client, new.target.prototype) as Client
  }
  return OwnClient as unknown as ClientClass<O>
}
