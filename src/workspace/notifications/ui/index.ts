export { Live, NotificationBell, NotificationCell } from './bell.tsx'
