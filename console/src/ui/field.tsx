import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';
import { useFocusOnFault } from './use-focus-on-fault.ts';
import { useOwnComplaint } from './use-own-complaint.ts';

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
  /** The control; label, hint and error are tied to it. */
  readonly children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>;
}

export function Field({ label, hint, error: given, className, children }: FieldProps) {
  const id = useId();
  const complaint = useOwnComplaint();
  const error = complaint.text ?? given;
  const told = error !== undefined || hint !== undefined;
  useFocusOnFault(id, given);
  return (
    <div
      data-field
      className={cn('grid content-start gap-1.5', className)}
      onInvalidCapture={complaint.onInvalid}
      onInput={complaint.onInput}
    >
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
