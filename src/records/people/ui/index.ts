export { HowWeKnow } from './how-we-know.tsx'
