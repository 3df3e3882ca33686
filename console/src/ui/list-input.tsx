import { useState } from 'react';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

/** A list of names, written with commas. */
export function ListInput({
  label,
  hint,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: readonly string[] | undefined;
  readonly onChange: (value: string[] | undefined) => void;
}) {
  const [text, setText] = useState((value ?? []).join(', '));
  const change = (next: string): void => {
    setText(next);
    const names = next
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    onChange(names.length > 0 ? names : undefined);
  };
  return (
    <Field label={label} hint={hint}>
      <Input value={text} onChange={({ target }) => change(target.value)} />
    </Field>
  );
}
