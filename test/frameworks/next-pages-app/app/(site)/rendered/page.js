import { Failing } from '../failing.js'

export const dynamic = 'force-dynamic'

export default function Page() {
  return <Failing at="render" />
}
