/** A JSON schema of values of a type: what it describes and what the program answers cannot come apart unnoticed. */
export interface Schema<T> {
  /** Schemas with a name are written once, and referred to by it. */
  readonly name?: string
  /** @param refer gives what stands for a schema inside of another */
  json(refer: (schema: Schema<unknown>) => object): object
  /** Only for the compiler. */
  readonly of?: T
}

interface Optional<T> {
  readonly optional: Schema<T>
}

/** A schema for each member of a type, marked where the type lets it be absent. */
type Members<T> = {
  [Key in keyof T]-?: object extends Pick<T, Key> ? Optional<Defined<T[Key]>> : Schema<T[Key]>
}

type Defined<T> = T extends undefined ? never : T

export const text: Schema<string> = { json: () => ({ type: 'string' }) }
export const time: Schema<string> = { json: () => ({ type: 'string', format: 'date-time' }) }
export const count: Schema<number> = { json: () => ({ type: 'integer' }) }
export const number: Schema<number> = { json: () => ({ type: 'number' }) }
export const milliseconds: Schema<number> = about('Milliseconds.', number)
export const flag: Schema<boolean> = { json: () => ({ type: 'boolean' }) }

/** What somebody else decides upon. */
export function anyJson<T>(description: string): Schema<T> {
  return { json: () => ({ description }) }
}

export function anyObject<T extends object>(description: string): Schema<T> {
  return { json: () => ({ type: 'object', description }) }
}

export function oneOf<const Word extends string>(...words: Word[]): Schema<Word> {
  return { json: () => ({ type: 'string', enum: words }) }
}

export function list<T>(items: Schema<T>): Schema<T[]> {
  return { json: (refer) => ({ type: 'array', items: refer(items) }) }
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return { json: (refer) => ({ anyOf: [refer(schema), { type: 'null' }] }) }
}

export function either<T>(...schemas: Schema<T>[]): Schema<T> {
  return { json: (refer) => ({ anyOf: schemas.map(refer) }) }
}

export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema }
}

export function object<T extends object>(members: Members<T>): Schema<T> {
  const all = Object.entries<Schema<unknown> | Optional<unknown>>(members)
  return {
    json: (refer) => ({
      type: 'object',
      required: all.filter(([, member]) => !('optional' in member)).map(([key]) => key),
      properties: Object.fromEntries(
        all.map(([key, member]) => [key, refer('optional' in member ? member.optional : member)]),
      ),
    }),
  }
}

export function named<T>(name: string, schema: Schema<T>): Schema<T> {
  return { ...schema, name }
}

/** The same with a sentence about it. */
export function about<T>(description: string, schema: Schema<T>): Schema<T> {
  return { json: (refer) => ({ ...refer(schema), description }) }
}
