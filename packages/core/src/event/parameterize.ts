import { describe } from './inspect.js'

/** A text that remembers what it was made of. */
export type ParameterizedString = string & {
  __sentry_template_string__?: string
  __sentry_template_values__?: unknown[]
}

/**
 * A text for `captureMessage` that the receiver groups by its template, whatever is filled in:
 * ``captureMessage(parameterize`No stock for ${article}`)``. Use it as a tag of a template literal.
 */
export function parameterize(
  strings: TemplateStringsArray,
  ...values: unknown[]
): ParameterizedString {
  const text = new String(strings.map((part, index) => part + textOf(values, index)).join(''))
  return Object.assign(text, {
    // As `printf` writes templates.
    __sentry_template_string__: strings.map((part) => part.replaceAll('%', '%%')).join('%s'),
    __sentry_template_values__: values,
  }) as unknown as ParameterizedString
}

function textOf(values: unknown[], index: number): string {
  return index < values.length ? describe(values[index]) : ''
}
