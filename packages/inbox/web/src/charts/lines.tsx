import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'

export interface Series {
  name: string
  /** Undefined where nothing was measured. */
  values: (number | undefined)[]
}

interface Props {
  title: string
  /** When each place on the axis begins: ISO 8601. */
  times: string[]
  series: Series[]
  format: (value: number) => string
  /** A rate is filled in bars, a time is drawn as a line. */
  kind: 'lines' | 'bars'
}

const width = 600
const height = 120

/** Values over time, with the axis in words beside it and all of them as a table. */
export function TimeChart({ title, times, series, format, kind }: Props) {
  const known = series.flatMap(({ values }) => values).filter((value) => value !== undefined)
  const x = scaleLinear([0, Math.max(1, times.length - (kind === 'bars' ? 0 : 1))], [0, width])
  const y = scaleLinear([0, Math.max(1, ...known)], [height, 0]).nice(3)
  const ticks = y.ticks(3)
  return (
    <figure className="chart time-chart">
      <figcaption>
        <span className="chart-title">{title}</span>
        <span className="legend">
          {series.map(({ name }, index) => (
            <span key={name} data-series={index}>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div className="plot">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => (
            <path key={tick} className="grid" d={`M0 ${y(tick)}H${width}`} />
          ))}
          {series.map(({ name, values }, index) =>
            kind === 'lines' ? (
              <Lines key={name} values={values} index={index} x={x} y={y} />
            ) : (
              <Columns key={name} values={values} index={index} x={x} y={y} />
            ),
          )}
        </svg>
        {ticks.map((tick) => (
          <span key={tick} className="tick" style={{ top: `${(y(tick) / height) * 100}%` }}>
            {format(tick)}
          </span>
        ))}
      </div>
      <p className="ends">
        <span>{times[0] && clock(times[0])}</span>
        <span>{times.at(-1) && clock(times.at(-1) ?? '')}</span>
      </p>
      <ValueTable title={title} times={times} series={series} format={format} />
    </figure>
  )
}

interface PartProps {
  values: (number | undefined)[]
  index: number
  x: ScaleLinear<number, number>
  y: ScaleLinear<number, number>
}

function Lines({ values, index, x, y }: PartProps) {
  const draw = line<number | undefined>()
    .defined((value) => value !== undefined)
    .x((_, place) => x(place))
    .y((value) => y(value ?? 0))
  return (
    <g data-series={index}>
      <path className="line" d={draw(values) ?? ''} />
      {values.map((value, place) => {
        const isAlone = values[place - 1] === undefined && values[place + 1] === undefined
        // A line needs two points.
        return value !== undefined && isAlone ? (
          <path key={place} className="line dot" d={`M${x(place) - 2} ${y(value)}h4`} />
        ) : null
      })}
    </g>
  )
}

function Columns({ values, index, x, y }: PartProps) {
  const size = Math.max(1, x(1) - x(0) - 1)
  return (
    <g data-series={index}>
      {values.map((value, place) =>
        value ? (
          <rect
            key={place}
            className="column"
            x={x(place)}
            width={size}
            y={Math.min(y(value), height - 2)}
            height={Math.max(2, height - y(value))}
          />
        ) : null,
      )}
    </g>
  )
}

function ValueTable({ title, times, series, format }: Omit<Props, 'kind'>) {
  return (
    <table className="hidden">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {times.map((time, place) => (
          <tr key={time}>
            <th scope="row">{clock(time)}</th>
            {series.map(({ name, values }) => (
              <td key={name}>{values[place] === undefined ? '' : format(values[place])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function clock(iso: string): string {
  const options = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  return new Date(iso).toLocaleString('en', { ...options, hour12: false })
}
