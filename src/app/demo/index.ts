export { generate, type StoryOptions } from './generate.ts'
