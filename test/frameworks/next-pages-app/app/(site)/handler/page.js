import { FailingHandler } from '../failing.js'

export default function Page() {
  return (
    <>
      <p role="alert">fine</p>
      <FailingHandler />
    </>
  )
}
