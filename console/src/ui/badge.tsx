import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const TONES = {
  neutral: 'bg-muted text-muted-foreground',
  good: 'bg-success/15 text-success',
  warning: 'bg-warning/15 text-warning',
  bad: 'bg-danger/15 text-danger',
  // The colour of the house may be any: on its own tint it could not be read.
  accent: 'bg-primary/15 text-foreground',
};

export function Badge({
  tone = 'neutral',
  className,
  children,
}: {
  readonly tone?: keyof typeof TONES;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
