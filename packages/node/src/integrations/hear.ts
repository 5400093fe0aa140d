import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { safely } from '@mayday/core'

/** Calls `listener` for what Node or a library announces on this channel, and returns what ends that. */
export function hear<Message>(name: string, listener: (message: Message) => void): () => void {
  const own = (message: unknown): void => {
    safely(name, () => listener(message as Message))
  }
  subscribe(name, own)
  return () => void unsubscribe(name, own)
}
