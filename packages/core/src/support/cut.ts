/** `text`, or as much of its beginning as fits `length` with three dots behind it. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, Math.max(length - 3, 0))}...` : text
}
