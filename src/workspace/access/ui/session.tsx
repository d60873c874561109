import { createContext, type ReactNode, useContext } from 'react'
import type { z } from 'zod'
import type { readSession } from '../contract.ts'
import type { Permission } from '../rules/permissions.ts'

export type Session = z.output<(typeof readSession)['output']>
export type WorkspaceInView = NonNullable<Session['workspace']>

const SessionContext = createContext<Session | null>(null)

/** Tells every page below who is signed in and in which workspace. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
}

/**
 * Who is signed in. Only on pages inside the shell.
 *
 * @throws {Error} outside a SessionProvider
 */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession needs a SessionProvider around it')
  return session
}

/** The workspace in view: name, kind (`sample` is marked), time zone, currency, own role. */
export function useWorkspace(): WorkspaceInView {
  const { workspace } = useSession()
  if (!workspace) throw new Error('useWorkspace needs a workspace in view')
  return workspace
}

/** Whether the signed-in member may do something here; hides what would be refused anyway. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission)
}
