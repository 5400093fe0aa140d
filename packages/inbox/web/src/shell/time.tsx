import { useEffect, useState } from 'react'

const units: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat('en', { style: 'narrow', numeric: 'always' })

/** A moment as its distance from now, with the exact time on hover. */
export function Ago({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <time dateTime={iso} title={new Date(iso).toLocaleString()}>
      {ago(iso, now)}
    </time>
  )
}

/** `14:03:22.120` */
export function clockTime(time: Date): string {
  const milliseconds = String(time.getMilliseconds()).padStart(3, '0')
  return `${time.toTimeString().slice(0, 8)}.${milliseconds}`
}

function ago(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? []
  return unit && size ? relative.format(-Math.floor(seconds / size), unit) : 'just now'
}

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
