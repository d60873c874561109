/** How answers of forms are read and judged as a library. */
export { fieldsFault, readAnswers, standardField } from './fields.ts'
export { signsOf } from './signs.ts'
