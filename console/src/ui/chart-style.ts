/** What all charts have in common, in the colours of the theme. */
export const TICK = { fontSize: 11, fill: 'var(--muted-foreground)' };

export const TOOLTIP = {
  cursor: { fill: 'var(--muted)' },
  contentStyle: {
    background: 'var(--surface)',
    border: '1px solid var(--border)',
    borderRadius: 8,
    fontSize: 12,
  },
};
