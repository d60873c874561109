import type { ComponentType } from 'react'

type Load = () => Promise<{ default: ComponentType }>

/**
 * Every page of the app: its address and the file in the slice it belongs to, loaded when it is first opened.
 * `inside` pages stand in the shell and need a signed-in member; `outside` pages do not.
 */
export const PAGES: { inside: Record<string, Load>; outside: Record<string, Load> } = {
  inside: {},
  outside: {
    '/dev/kit': () => import('./kit/kit-page.tsx'),
  },
}
