export { dependsOnReview, type ListLevel } from './filter-ids.ts'
