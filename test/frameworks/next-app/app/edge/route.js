export const runtime = 'edge'

export async function GET() {
  throw new RangeError('the edge failed')
}
