interface Props {
  name: string
  values: string[]
  /** Empty for any. */
  value: string
  onChoose(value: string): void
}

/** One of the values that there are, or any. */
export function Choice({ name, values, value, onChoose }: Props) {
  // What the address asks for stands here too, whether it exists or not.
  const all = value === '' || values.includes(value) ? values : [value, ...values]
  return (
    <select
      aria-label={name}
      value={value}
      data-set={value !== ''}
      onChange={({ target }) => onChoose(target.value)}
    >
      <option value="">Any {name}</option>
      {all.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  )
}
