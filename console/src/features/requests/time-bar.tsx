import { cn } from '@/ui/cn.ts';

interface TimeBarProps {
  /** For those who do not see it. */
  readonly label: string;
  /** Milliseconds after the whole began. */
  readonly start: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds until the first piece came; the bar is pale before. */
  readonly first?: number | null;
  /** Milliseconds. */
  readonly whole: number;
  readonly failed: boolean;
  readonly className?: string;
}

/** Something in its place in time: one bar of a waterfall. */
export function TimeBar({ label, start, duration, first, whole, failed, className }: TimeBarProps) {
  const percent = (ms: number): number => Math.min(Math.max((ms / Math.max(whole, 1)) * 100, 0), 100);
  const left = Math.min(percent(start), 99);
  const waiting = duration > 0 && first != null ? Math.min(first / duration, 1) * 100 : 0;
  return (
    <div role="img" aria-label={label} className={cn('relative h-3 rounded bg-muted', className)}>
      <div
        className={cn('absolute h-full min-w-1 overflow-hidden rounded', failed ? 'bg-danger' : 'bg-primary')}
        style={{ left: `${left}%`, width: `${Math.min(percent(duration), 100 - left)}%` }}
      >
        <div className="h-full bg-surface/55" style={{ width: `${waiting}%` }} />
      </div>
    </div>
  );
}
