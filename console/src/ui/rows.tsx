import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { useFocusOnFault } from './use-focus-on-fault.ts';
import { useOwnComplaint } from './use-own-complaint.ts';

/** What is wrong with the list, or with one of its entries. */
export interface RowsError {
  readonly message: string;
  /** Absent: the list itself. */
  readonly row?: number;
  /** Of the entry, as `path`; absent: the whole of it. */
  readonly member?: string;
}

type Complains = (member: string) => { readonly 'aria-invalid'?: true; readonly 'aria-describedby'?: string };

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
    complains: Complains,
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
  const id = useId();
  useFocusOnFault(id, error?.message);
  return (
    <fieldset id={id} className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{title}</legend>
      {hint !== undefined && <p className="text-xs text-muted-foreground">{hint}</p>}
      {items.map((item, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: what is being written has no name of its own yet
          key={index}
          told={`${id}-${index}-told`}
          error={error?.row === index ? error : undefined}
          remove={remove(index + 1)}
          onRemove={() => onChange(items.filter((_, at) => at !== index))}
        >
          {(complains) =>
            children(
              item,
              (next) => onChange(items.map((each, at) => (at === index ? next : each))),
              index,
              complains,
            )
          }
        </Row>
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

function Row({
  told,
  error,
  remove,
  onRemove,
  children,
}: {
  /** Id of what is wrong with the row. */
  readonly told: string;
  readonly error: RowsError | undefined;
  readonly remove: string;
  readonly onRemove: () => void;
  readonly children: (complains: Complains) => ReactNode;
}) {
  const own = useOwnComplaint(told);
  const message = own.text ?? error?.message;
  const complains: Complains = (member) =>
    error && (error.member ?? member) === member ? { 'aria-invalid': true, 'aria-describedby': told } : {};
  return (
    <div
      data-at-fault={error !== undefined || undefined}
      className={cn(
        'flex items-start gap-2 rounded-md border p-2',
        message !== undefined && 'border-danger/60',
      )}
      onInvalidCapture={own.onInvalid}
      onInput={own.onInput}
    >
      <div className="grid min-w-0 flex-1 gap-2">
        {children(complains)}
        {message !== undefined && (
          <p id={told} className="text-xs text-danger">
            {message}
          </p>
        )}
      </div>
      <Button kind="ghost" size="icon" aria-label={remove} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
