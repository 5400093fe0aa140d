import { setTag } from '@mayday/node'

export const dynamic = 'force-dynamic'

export default async function Page({ params }) {
  const { id } = await params
  setTag('order', id)
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  throw new RangeError(`page ${id} failed`)
}
