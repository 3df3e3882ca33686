import type { ReactNode } from 'react';
import { CopyButton } from './copy.tsx';

/** Something secret that is shown this once. */
export function OnceNote({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div role="status" className="grid gap-2 rounded-lg border border-success/40 bg-success/5 p-4">
      <div className="text-sm">{children}</div>
      <div className="flex items-center gap-2">
        <code data-testid="once" className="min-w-0 flex-1 rounded bg-muted p-2 text-xs break-all">
          {text}
        </code>
        <CopyButton text={text} />
      </div>
    </div>
  );
}
