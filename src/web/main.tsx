import 'virtual:shared-styles.css'
import '@fontsource-variable/inter/wght.css'
import './app.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient, UiProvider } from '#platform/ui/index.ts'
import { createAppRouter } from './router.tsx'
import { toSignIn } from './shell/sign-out.ts'

const router = createAppRouter()
const client = createQueryClient(() => toSignIn(router))

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')

createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <UiProvider>
        <RouterProvider router={router} />
      </UiProvider>
    </QueryClientProvider>
  </StrictMode>,
)
