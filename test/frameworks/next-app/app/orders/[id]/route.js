import { setTag } from '@mayday/node'

export async function GET(_request, { params }) {
  const { id } = await params
  setTag('order', id)
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  throw new RangeError(`order ${id} failed`)
}
