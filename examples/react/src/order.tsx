import { type LoaderFunctionArgs, useLoaderData } from 'react-router'

export async function loadOrder({ params }: LoaderFunctionArgs) {
  if (params.id === '13') throw new Error('Order 13 is not in the warehouse')
  return { id: params.id, items: ['tea', 'two cups'] }
}

export function Order() {
  const { id, items } = useLoaderData<typeof loadOrder>()
  return (
    <>
      <h1>Order {id}</h1>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  )
}
