import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import { ToastRegion } from './toast.tsx'
import { TooltipProvider } from './tooltip.tsx'

/** Stands once around the app: no style elements (our policy forbids them), shared tooltip delay, toasts. */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider delay={400}>
        {children}
        <ToastRegion />
      </TooltipProvider>
    </CSPProvider>
  )
}
