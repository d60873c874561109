export { FirstRun, SampleLoader } from './first-run.tsx'
export { SampleNotice } from './sample-notice.tsx'
