/** Two Hunspell word lists (.dic: a count, then a word with its flags a line) of the same affix file as one. */
export function mergeDictionaries(one: string, other: string): string {
  const lines = (dictionary: string): string[] => dictionary.split('\n').slice(1).filter((line) => line !== '')
  const all = [...new Set([...lines(one), ...lines(other)])]
  return `${all.length}\n${all.join('\n')}\n`
}
