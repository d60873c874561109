export { lexiconOperations } from './service.ts'
