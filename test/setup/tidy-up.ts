import { afterAll } from 'vitest'
import { tidyUp } from '../after-file.ts'

// Vitest reads set-up files anew with each test file, unlike the modules they import: what waits to be tidied up is kept in one of those.
afterAll(tidyUp)
