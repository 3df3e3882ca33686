import { EllipsisVertical } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

interface MenuItem {
  readonly name: string;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

/** What else can be done with a thing, behind three dots. */
export function Menu({ label, items }: { readonly label: string; readonly items: readonly MenuItem[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button kind="ghost" size="icon" aria-label={label}>
          <EllipsisVertical aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          className="z-40 min-w-40 rounded-md border bg-surface p-1 text-sm shadow-lg"
        >
          {items.map(({ name, danger, onSelect }) => (
            <DropdownMenu.Item
              key={name}
              onSelect={onSelect}
              className={cn(
                'cursor-pointer rounded px-3 py-1.5 outline-none data-[highlighted]:bg-muted',
                danger && 'text-danger',
              )}
            >
              {name}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
