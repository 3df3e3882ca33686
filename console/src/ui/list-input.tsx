import { useState } from 'react';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

/** A list of names, written with commas. */
export function ListInput({
  label,
  hint,
  error,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
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
    <Field label={label} hint={hint} error={error}>
      <Input value={text} onChange={({ target }) => change(target.value)} />
    </Field>
  );
}
