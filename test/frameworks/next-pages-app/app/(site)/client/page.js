import { Failing } from '../failing.js'

export default function Page() {
  return <Failing />
}
