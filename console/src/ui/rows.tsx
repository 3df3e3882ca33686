import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface RowsProps<Item> {
  readonly title: string;
  readonly hint?: string;
  readonly items: readonly Item[];
  readonly onChange: (items: Item[]) => void;
  /** What a new row begins as. */
  readonly blank: Item;
  readonly add: string;
  /** Name of the button that takes a row away. */
  readonly remove: (index: number) => string;
  readonly error?: string | undefined;
  readonly children: (item: Item, set: (item: Item) => void, index: number) => ReactNode;
}

/** A list whose entries are small forms. */
export function Rows<Item>({
  title,
  hint,
  items,
  onChange,
  blank,
  add,
  remove,
  error,
  children,
}: RowsProps<Item>) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{title}</legend>
      {hint !== undefined && <p className="text-xs text-muted-foreground">{hint}</p>}
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is being written has no name of its own yet
        <div key={index} className="flex items-start gap-2 rounded-md border p-2">
          <div className="min-w-0 flex-1">
            {children(item, (next) => onChange(items.map((each, at) => (at === index ? next : each))), index)}
          </div>
          <Button
            kind="ghost"
            size="icon"
            aria-label={remove(index + 1)}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {error !== undefined && <p className="text-xs text-danger">{error}</p>}
      <Button size="small" className="justify-self-start" onClick={() => onChange([...items, blank])}>
        <Plus aria-hidden />
        {add}
      </Button>
    </fieldset>
  );
}
