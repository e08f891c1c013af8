import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readIdList } from '#engine/evaluation/imports/id-list.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const folder = temporaryFolder()
const read = (name: string, text: string | Uint8Array): string[] => {
  writeFileSync(join(folder, name), text)
  return readIdList(join(folder, name))
}

test.each([
  ['ids.txt', 'a\nb c\nd\n'],
  ['windows.txt', '\uFEFFa\r\nb c\r\nd\r\n\r\n'],
  ['ids.csv', 'text,uid\n"one, two\nlines",a\n,b c\n,d\n'],
  ['one-column.csv', 'a\nb c\nd\n'],
  ['named.csv', 'id\na\nb c\nd\n'],
  ['ids.tsv', 'uid\ttext\na\t1\nb c\t2\nd\t3\n'],
  ['ids.json', '["a", "b c", "d"]'],
  ['objects.json', '[{"uid": "a"}, {"id": "b c"}, {"uid": "d", "id": 4}]']
])('%s', (name, text) => {
  expect(read(name, text)).toEqual(['a', 'b c', 'd'])
})

test.each<[string, string | Uint8Array, RegExp]>([
  ['twice.txt', 'a\nb\na\n', /gives a as its line 1 and again as its line 3/],
  ['hole.txt', 'a\n\nb\n', /no id as its line 2/],
  ['empty.txt', '\n\n', /holds no ids/],
  ['bytes.txt', Uint8Array.of(0x80, 0x81), /is not UTF-8/],
  ['no-column.csv', 'name,text\na,b\n', /has no column uid or id; it has name, text/],
  ['ragged.csv', 'uid,text\na\n', /is no table/],
  ['twice.csv', 'uid\na\na\n', /line 2 and again as its line 3/],
  ['broken.json', '[', /is not JSON/],
  ['object.json', '{}', /holds no array/],
  ['items.json', '["a", {"name": "b"}]', /no id as its item 2/]
])('%s is refused', (name, text, message) => {
  expect(() => read(name, text)).toThrow(message)
})
