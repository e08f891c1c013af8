import { expect, test } from 'vitest'
import { nearName } from '#shared/domain/near-names.ts'

test.each([
  ['ana', ['Ben', 'Ana'], 'Ana'],
  [' Ana', ['Ana'], null],
  ['José', ['Jose', 'Ana'], 'Jose'],
  ['J. Lee', ['jlee'], 'jlee'],
  ['Marta', ['Matra'], 'Matra'],
  ['Martha', ['Marta'], 'Marta'],
  ['Marta', ['Marka'], 'Marka'],
  ['Marta', ['Maria'], 'Maria'],
  ['Marta', ['Moria'], null],
  // Short names differ by a letter and are others.
  ['Ann', ['Ana'], null],
  ['Ana', ['Anna'], null],
  ['', ['Ana'], null],
  ['王伟', ['王薇'], null]
])('%s among %j: %s', (name, known, near) => {
  expect(nearName(name, known)).toBe(near)
})
