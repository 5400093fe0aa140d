import { Button } from '../failing.js'

export const dynamic = 'force-dynamic'

async function order() {
  'use server'
  throw new RangeError('the action failed')
}

export default function Page() {
  return (
    <form action={order}>
      <Button type="submit" />
    </form>
  )
}
