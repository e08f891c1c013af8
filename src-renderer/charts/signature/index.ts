export { default as SignatureFigures } from './signature-figures.vue'
export { default as ViewSignature } from './view-signature.vue'
export { useSignature } from './use-signature.ts'
