export function Chart({ points }: { points: number[] | undefined }) {
  const known = points as number[]
  return <pre>{known.map((point) => '▇'.repeat(point)).join('\n')}</pre>
}
