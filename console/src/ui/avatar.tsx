import { cn } from './cn.ts';

/** Initials of somebody, where a picture of them would be. */
export function Avatar({ name, className }: { readonly name: string; readonly className?: string }) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('');
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-7 shrink-0 place-items-center rounded-full bg-primary/15 text-xs font-semibold text-foreground uppercase',
        className,
      )}
    >
      {initials}
    </span>
  );
}
