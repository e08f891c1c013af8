/** What a colour means; see styles/tokens.css. */
export type Tone = 'neutral' | 'accent' | 'truth' | 'answer' | 'second' | 'wrong' | 'info'
