import { captureException } from '@mayday/react'

export const dynamic = 'force-dynamic'

export default function Page() {
  const id = captureException(new RangeError('captured in a server component'))
  return <p role="alert">{id && 'captured'}</p>
}
