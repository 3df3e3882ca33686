import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface Tab {
  readonly id: string;
  readonly name: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Parts are there only while they are seen; otherwise hidden ones keep what was written in them. */
  readonly lazy?: boolean;
  /** The part that is seen, where something else than the tabs decides as well. */
  readonly shown?: string;
  readonly onShow?: (id: string) => void;
}

/** Parts of one thing, of which one is seen; arrow keys go from one to the next. */
export function Tabs({ label, tabs, lazy = false, shown, onShow }: TabsProps) {
  return (
    <Radix.Root
      defaultValue={tabs[0]?.id}
      className="grid grid-cols-1 gap-5"
      {...(shown !== undefined && { value: shown })}
      {...(onShow && { onValueChange: onShow })}
    >
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b pb-px">
        {tabs.map(({ id, name }) => (
          <Radix.Trigger
            key={id}
            value={id}
            className="-mb-px cursor-pointer border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2 data-[state=active]:border-primary data-[state=active]:text-foreground"
          >
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content
          key={id}
          value={id}
          {...(!lazy && { forceMount: true as const })}
          className="outline-none data-[state=inactive]:hidden"
        >
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
