import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
  /** The control; label, hint and error are tied to it. */
  readonly children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>;
}

export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const told = error !== undefined || hint !== undefined;
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {cloneElement(children, {
        id,
        ...(told && { 'aria-describedby': `${id}-told` }),
        ...(error !== undefined && { 'aria-invalid': true }),
      })}
      {told && (
        <p
          id={`${id}-told`}
          className={cn('text-xs', error === undefined ? 'text-muted-foreground' : 'text-danger')}
        >
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
