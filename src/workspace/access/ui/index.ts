export {
  type Session,
  SessionProvider,
  useMay,
  useSession,
  useWorkspace,
  type WorkspaceInView,
} from './session.tsx'
export { SettingsPage } from './settings-page.tsx'
