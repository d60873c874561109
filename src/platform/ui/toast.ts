export interface ToastOptions {
  title: string
  description?: string
  tone?: 'good' | 'bad' | 'info'
  /** takes the change back; the toast then stays ten seconds */
  undo?: () => void | Promise<void>
  /** a later toast of the same id takes this one's place */
  id?: string
}

/**
 * Says what just happened, with a way back. The region that shows it is fetched after the first page is drawn.
 *
 * @example toast({ title: 'Member removed', undo: () => restore(id) })
 */
export function toast(options: ToastOptions): void {
  void import('./toast-region.tsx').then(({ show }) => show(options))
}
