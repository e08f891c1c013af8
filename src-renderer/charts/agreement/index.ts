export { default as AgreementCell } from './agreement-cell.vue'
export { default as AgreementKind } from './agreement-kind.vue'
export { agreementWord, leastOf, shownPercentile, type AgreementWord } from './agreement-words.ts'
