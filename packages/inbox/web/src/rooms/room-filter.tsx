import { useQuery } from '@tanstack/react-query'
import { filtersQuery } from '../data/queries.js'
import { Choice } from '../shell/choice.js'
import { hrefWith, replaceAddress } from '../shell/route.js'

interface Props {
  path: string
  params: URLSearchParams
  by: 'project' | 'environment'
}

/** Keeps what is chosen in the address, beside what stands there. */
export function RoomFilter({ path, params, by }: Props) {
  const { data } = useQuery(filtersQuery)
  return (
    <Choice
      name={by}
      values={(by === 'project' ? data?.projects : data?.environments) ?? []}
      value={params.get(by) ?? ''}
      onChoose={(value) =>
        replaceAddress(hrefWith(path, { ...Object.fromEntries(params), [by]: value }))
      }
    />
  )
}
