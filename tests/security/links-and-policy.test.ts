import { expect, test, vi } from 'vitest'
import { contentPolicy } from '../../src-main/app/protocol/content-policy.ts'
import { mayLeave } from '../../src-main/app/protocol/remote-protocol.ts'
import { isAllowedLink, tileHosts } from '../../src-main/app/security/allowed-links.ts'

vi.mock('electron', () => ({ net: {} }))

const servers = [{ url: 'https://tiles.example.org/{z}/{x}/{y}.png' }]

test.each(['https://github.com/', 'https://docs.github.com/a?b#c', 'https://www.openstreetmap.org/copyright', 'https://tiles.example.org/terms'])('%s may be opened', (link) => {
  expect(isAllowedLink(link, servers)).toBe(true)
})

test.each([
  'http://github.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://github.com/x', 'https://github.com.evil.org/', 'https://evilgithub.com/', 'https://evil.org/github.com',
  'https://github.com@evil.org/', 'https://user:pass@github.com/', 'https://github.com:8443/', 'https://evil.org\\@github.com/', 'https://sub.evil.org#.github.com', '--help', '', 'https://example.org/'
])('%s may not', (link) => {
  expect(isAllowedLink(link, servers)).toBe(false)
})

test('the policy names the tile servers for pictures alone, and nothing remote by default', () => {
  expect(contentPolicy([])).not.toContain('https:')
  const rules = Object.fromEntries(contentPolicy(servers).split('; ').map((rule) => [rule.split(' ')[0], rule]))
  expect(rules['img-src']).toContain('https://tiles.example.org')
  for (const [name, rule] of Object.entries(rules)) if (name !== 'img-src') expect(rule).not.toContain('https:')
  expect(rules['script-src']).toBe("script-src 'self'")
  expect(contentPolicy(servers)).not.toMatch(/unsafe-eval|\*/)
})

test('a tile server’s URL cannot smuggle rules into the policy', () => {
  const hostile = ["https://a.org; script-src *", 'https://a.org/ *', 'http://plain.org/{z}', 'https://{s}.tiles.org/{z}', "https://b.org' 'unsafe-eval", 'nonsense']
  expect(tileHosts(hostile.map((url) => ({ url })))).toEqual(['a.org'])
})

test('of the network only the tile servers are reached, by GET over https', () => {
  expect(mayLeave('GET', 'https://tiles.example.org/3/4/5.png', servers)).toBe(true)
  for (const [method, url] of [['POST', 'https://tiles.example.org/3'], ['GET', 'http://tiles.example.org/3'], ['GET', 'https://tiles.example.org:8443/3'], ['GET', 'https://evil.org/?tiles.example.org'], ['GET', 'nonsense']] as const) {
    expect(mayLeave(method, url, servers), url).toBe(false)
  }
  expect(mayLeave('GET', 'https://tiles.example.org/3/4/5.png', [])).toBe(false)
})
