/** Types of what is used of nspell: https://github.com/wooorm/nspell#api */
declare module 'nspell' {
  interface Speller {
    correct(word: string): boolean
    suggest(word: string): string[]
    add(word: string): this
  }
  export default function nspell(affixes: string, dictionary: string): Speller
}
