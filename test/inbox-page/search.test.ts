import { describe, expect, test } from 'vitest'
import {
  pair,
  paramsOf,
  parseSearch,
  withPair,
} from '../../packages/inbox/web/src/issues/search.js'

describe('the search asks for', () => {
  test.each([
    ['', 'status=open'],
    ['is:any', ''],
    ['is:resolved', 'status=resolved'],
    ['is:unresolved', 'status=open'],
    ['cannot read is:any', 'query=cannot read'],
    ['release:1.2 environment:prod is:all', 'release=1.2&environment=prod'],
    ['level:error platform:node project:shop is:any', 'level=error&platform=node&project=shop'],
    ['browser:"Firefox 140" is:any', 'tag=browser:Firefox 140'],
    ['a:b:c is:any', 'tag=a:b:c'],
    ['"two words" is:any', 'query=two words'],
    ['browser:"not closed is:any', 'status=open&tag=browser:not closed is:any'],
    ['TypeError: x is:any', 'query=TypeError: x'],
    ['http://shop.example/a is:any', 'query=http://shop.example/a'],
    ['src/cart.ts:42 is:any', 'query=src/cart.ts:42'],
    ['cart.ts:42:7 is:any', 'query=cart.ts:42:7'],
    ['0123456789abcdef', 'query=0123456789abcdef'],
    ['0123456789abcdef is:open', 'query=0123456789abcdef&status=open'],
    ['release:shop@1.0:2 is:any', 'release=shop@1.0:2'],
    ['constructor:x is:any', 'tag=constructor:x'],
  ])('%s', (text, params) => {
    expect(decodeURIComponent(paramsOf(parseSearch(text)).toString().replaceAll('+', ' '))).toBe(
      params,
    )
  })

  test('what is: does not know is said', () => {
    expect(parseSearch('is:toString').problem).toBe(
      'is: takes open, resolved, ignored or any, not “toString”.',
    )
    expect(parseSearch('is:open').problem).toBeUndefined()
  })
})

test('a choice is written into the search, and taken out of it', () => {
  expect(withPair('a is:open b', 'is', 'resolved')).toBe('a b is:resolved')
  expect(withPair('a release:1 b', 'release', undefined)).toBe('a b')
  expect(withPair('', 'environment', 'my cloud')).toBe('environment:"my cloud"')
  expect(parseSearch(pair('release', 'a "b" c')).filters.release).toBe('a b c')
})
