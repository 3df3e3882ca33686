import { Avatar } from '@/ui/avatar.tsx';

interface PersonProps {
  readonly name: string;
  readonly email: string;
  /** Behind the name, such as who it is to the reader. */
  readonly note?: string | undefined;
  readonly onOpen?: (() => void) | undefined;
}

/** Somebody in a list. */
export function Person({ name, email, note, onOpen }: PersonProps) {
  return (
    <span className="flex items-center gap-3">
      <Avatar name={name} className="size-8" />
      <span className="grid min-w-0">
        <span className="flex items-baseline gap-2">
          {onOpen ? (
            <button type="button" className="cursor-pointer text-left font-medium underline" onClick={onOpen}>
              {name}
            </button>
          ) : (
            <span className="font-medium">{name}</span>
          )}
          {note !== undefined && <span className="text-xs text-muted-foreground">{note}</span>}
        </span>
        <span className="text-xs text-muted-foreground">{email}</span>
      </span>
    </span>
  );
}
