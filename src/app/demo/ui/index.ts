export { SampleNotice } from './sample-notice.tsx'
