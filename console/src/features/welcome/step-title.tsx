import { type ReactNode, useEffect, useRef } from 'react';

/** Takes the focus when the step begins, so that screen readers say where one is. */
export function StepTitle({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="grid gap-2">
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
        {title}
      </h1>
      <p className="text-sm text-muted-foreground">{children}</p>
    </div>
  );
}
