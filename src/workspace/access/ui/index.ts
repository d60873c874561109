export {
  type Session,
  SessionProvider,
  useMay,
  useSession,
  useWorkspace,
  type WorkspaceInView,
} from './session.tsx'
