/** `text`, or its first `length` characters with three dots behind them. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text
}
