import { CSPProvider } from '@base-ui/react/csp-provider'
import { lazy, type ReactNode, Suspense } from 'react'
import { TooltipProvider } from './tooltip.tsx'

const ToastRegion = lazy(() => import('./toast-region.tsx'))

/** Stands once around the app: no style elements (our policy forbids them), shared tooltip delay, toasts. */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider delay={400}>
        {children}
        <Suspense>
          <ToastRegion />
        </Suspense>
      </TooltipProvider>
    </CSPProvider>
  )
}
