import { readFileSync } from 'node:fs'

/** How much memory a process has at the moment, in MB; only Linux tells. */
export function residentMegabytes(pid) {
  const [, kilobytes = 0] =
    /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1000
}

/** How much CPU time a process has had so far, in milliseconds; only Linux tells. */
export function cpuMilliseconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  // User and system, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10
}
