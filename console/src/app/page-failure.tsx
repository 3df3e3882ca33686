import { FailureNote } from '@/ui/states.tsx';

/** In place of a page that failed to load or to draw itself. */
export function PageFailure({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <main className="mx-auto max-w-xl p-8">
      <FailureNote error={error} retry={reset} />
    </main>
  );
}
