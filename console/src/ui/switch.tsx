import { cn } from './cn.ts';

interface SwitchProps {
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off. Its name comes from a label tied to its id. */
export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={() => onChange(!checked)}
      className={cn(
        'inline-flex h-6 w-11 cursor-pointer items-center rounded-full border p-0.5 transition-colors disabled:cursor-not-allowed disabled:opacity-50',
        checked ? 'border-primary bg-primary' : 'border-muted-foreground bg-muted',
      )}
      {...rest}
    >
      <span
        className={cn(
          'size-4.5 rounded-full transition-transform',
          checked ? 'translate-x-4.5 bg-primary-foreground' : 'bg-muted-foreground',
        )}
      />
    </button>
  );
}
