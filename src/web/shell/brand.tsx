/** The mark: two rings that overlap. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="shrink-0">
      <rect width="20" height="20" rx="5" fill="var(--accent-fill)" />
      <circle cx="8" cy="10" r="4" fill="none" stroke="var(--on-accent)" strokeWidth="1.7" />
      <circle cx="12" cy="10" r="4" fill="none" stroke="var(--on-accent)" strokeWidth="1.7" />
    </svg>
  )
}
