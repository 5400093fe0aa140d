/** The published JSON schema of error events, where there is a copy of it. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ErrorObject, ValidateFunction } from 'ajv'

const here = dirname(fileURLToPath(import.meta.url))
const beside = join(here, '../../../shared/schema/event.schema.json')
const file = process.env.MAYDAY_EVENT_SCHEMA || beside

/** Without a copy of the schema there is nothing to check against; one that was asked for has to be there. */
export const hasSchema = existsSync(file)
if (process.env.MAYDAY_EVENT_SCHEMA && !hasSchema) throw new Error(`There is no ${file}`)

interface Definition {
  anyOf: [{ properties: Record<string, object>; additionalProperties: boolean }]
}

interface Schema extends Definition {
  definitions: Record<'Breadcrumb' | 'ClientSdkInfo' | 'User', Definition>
}

/** The schema says what a server of 2024 wrote. What servers read besides, or learned since, is added here. */
function broughtUpToDate(schema: Schema): Schema {
  const { Breadcrumb, ClientSdkInfo, User } = schema.definitions
  // The plain form of a message; it is written as `logentry`.
  schema.anyOf[0].properties.message = { type: 'string' }
  ClientSdkInfo.anyOf[0].properties.settings = { type: 'object' }
  // Servers know the level of what is said with `console.log()`, and read it as `info`.
  for (const { properties } of [schema.anyOf[0], Breadcrumb.anyOf[0]]) {
    properties.level = { anyOf: [properties.level, { const: 'log' }] }
  }
  // Numbers are read as texts, and members that the protocol has no name for are kept under `data`.
  User.anyOf[0].properties.id = { type: ['string', 'number', 'null'] }
  User.anyOf[0].additionalProperties = true
  return schema
}

let validate: ValidateFunction | undefined

/** How an event that was sent breaks the schema; nothing where there is none. */
export function schemaViolations(sent: unknown): string[] {
  if (!hasSchema) return []
  validate ??= compile()
  return validate(sent) ? [] : deepest(validate.errors ?? [])
}

/** Only when it is needed: most files of tests send nothing, and all of them load this. */
function compile(): ValidateFunction {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema
  // Its formats are names of types in another language, and of ids with dashes.
  // What optimising takes is more than it gives for the events of one file.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    code: { optimize: false },
  })
  return ajv.compile(broughtUpToDate(schema))
}

/** Everything in the schema is an alternative to `null`; the error that is meant is the one farthest down. */
function deepest(errors: ErrorObject[]): string[] {
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length
  const most = Math.max(...errors.map(depth))
  const meant = errors.filter((error) => depth(error) === most && error.keyword !== 'anyOf')
  return meant.map(({ instancePath, message, params }) => {
    const { additionalProperty } = params as { additionalProperty?: string }
    return `${instancePath || '/'} ${message}${additionalProperty ? `: ${additionalProperty}` : ''}`
  })
}
