import { scaleBand, scaleLinear } from 'd3-scale'
import { countOf } from '../shell/words.js'

interface Bar {
  label: string
  value: number
}

interface Props {
  bars: Bar[]
  title: string
  noun: string
}

const width = 300
const height = 56

/** A bar for each value, with all of them as a table for those who do not see it. */
export function Bars({ bars, title, noun }: Props) {
  const x = scaleBand(
    bars.map((_, index) => index),
    [0, width],
  ).paddingInner(0.2)
  const y = scaleLinear([0, Math.max(1, ...bars.map(({ value }) => value))], [0, height])
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map(({ label, value }, index) => (
          <rect
            key={index}
            data-empty={value === 0}
            x={x(index)}
            width={x.bandwidth()}
            y={height - (value === 0 ? 1 : Math.max(3, y(value)))}
            height={value === 0 ? 1 : Math.max(3, y(value))}
          >
            <title>{`${label}: ${countOf(value, noun)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="ends">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </figcaption>
      <table className="hidden">
        <caption>{title}</caption>
        <tbody>
          {bars.map(({ label, value }, index) => (
            <tr key={index}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
