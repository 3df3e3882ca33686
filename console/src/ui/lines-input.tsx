import { useState } from 'react';
import { Field } from './field.tsx';
import { Textarea } from './input.tsx';

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A list of texts that may hold commas: one a line. */
export function LinesInput({
  label,
  hint,
  error,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}) {
  const [text, setText] = useState(value.join('\n'));
  // What was discarded or saved elsewhere is shown as it is now.
  const shown = linesOf(text).join('\n') === value.join('\n') ? text : value.join('\n');
  return (
    <Field label={label} hint={hint} error={error}>
      <Textarea
        rows={3}
        className="font-mono text-xs"
        spellCheck={false}
        value={shown}
        onChange={({ target }) => {
          setText(target.value);
          onChange(linesOf(target.value));
        }}
      />
    </Field>
  );
}
