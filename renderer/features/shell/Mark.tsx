/** Envoi's mark: an envelope whose flap is a sent arrow. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M3.5 7.5a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z"
        stroke="var(--accent)"
        strokeWidth="1.8"
      />
      <path
        d="M4.5 7.5 12 13l3.2-2.4M15.2 14.6 20 9.8m0 0h-4m4 0v4"
        stroke="var(--accent)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
