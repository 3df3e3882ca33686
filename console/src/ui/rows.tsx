import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

/** What is wrong with the list, or with one of its entries. */
export interface RowsError {
  readonly message: string;
  /** Absent: the list itself. */
  readonly row?: number;
  /** Of the entry, as `path`; absent: the whole of it. */
  readonly member?: string;
}

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
  readonly error?: RowsError | undefined;
  /** @param complains marks the control of the member that is at fault: `{...complains('path')}` */
  readonly children: (
    item: Item,
    set: (item: Item) => void,
    index: number,
    complains: (member: string) => { readonly 'aria-invalid'?: true },
  ) => ReactNode;
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
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: what is being written has no name of its own yet
          key={index}
          data-at-fault={error?.row === index || undefined}
          className={cn(
            'flex items-start gap-2 rounded-md border p-2',
            error?.row === index && 'border-danger/60',
          )}
        >
          <div className="grid min-w-0 flex-1 gap-2">
            {children(
              item,
              (next) => onChange(items.map((each, at) => (at === index ? next : each))),
              index,
              (member) =>
                error?.row === index && (error.member ?? member) === member ? { 'aria-invalid': true } : {},
            )}
            {error?.row === index && <p className="text-xs text-danger">{error.message}</p>}
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
      {error !== undefined && error.row === undefined && (
        <p className="text-xs text-danger">{error.message}</p>
      )}
      <Button size="small" className="justify-self-start" onClick={() => onChange([...items, blank])}>
        <Plus aria-hidden />
        {add}
      </Button>
    </fieldset>
  );
}
