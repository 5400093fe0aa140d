export async function getServerSideProps({ params }) {
  throw new RangeError(`older page ${params.id} failed`)
}

export default function Page() {
  return null
}
