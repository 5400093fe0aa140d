export interface Product {
  name: string
  prices?: { amount: number }[]
}

export function priceOf(product: Product): number {
  const [price] = product.prices as { amount: number }[]
  return (price as { amount: number }).amount
}

export async function loadBasket(): Promise<unknown> {
  const response = await fetch('/api/basket.json?user=42')
  if (response.headers.get('content-type') !== 'application/json') {
    throw new Error('The basket could not be loaded')
  }
  return response.json()
}
