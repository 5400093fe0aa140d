import { Place } from '../failing.js'

export default function Page() {
  return <Place />
}
