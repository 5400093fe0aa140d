export const dynamic = 'force-dynamic'

export default function Page() {
  throw new RangeError('the server component failed')
}
