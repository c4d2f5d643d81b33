/** The mark of the product: an arch with a pillar under it. Decorative: the name always stands beside it. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#14807a" />
      <path
        d="M9.5 24.5V15a6.5 6.5 0 0 1 13 0v9.5M7 24.5h18"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <path d="M16 17.5v7" stroke="#9fe0d7" strokeWidth="3" strokeLinecap="round" />
    </svg>
  )
}
