const width = 96
const height = 22

/** How often in each of the last 24 hours: a shape beside the numbers that say the same. */
export function Sparkline({ values }: { values: number[] }) {
  const most = Math.max(1, ...values)
  const step = width / Math.max(values.length, 1)
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words(values)}
    >
      {values.map((value, index) => {
        const size = value === 0 ? 1 : Math.max(2, (value / most) * height)
        return (
          <rect
            key={index}
            data-empty={value === 0}
            x={index * step}
            y={height - size}
            width={step - 1}
            height={size}
          />
        )
      })}
    </svg>
  )
}

function words(values: number[]): string {
  const sum = values.reduce((total, value) => total + value, 0)
  return `${sum.toLocaleString('en')} in the last 24 hours`
}
