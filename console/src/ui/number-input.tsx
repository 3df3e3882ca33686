import { type InputHTMLAttributes, useState } from 'react';
import { Input } from './input.tsx';

interface NumberInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type'> {
  /** Undefined: left open. */
  readonly value: number | undefined;
  /** Called with undefined where the field may be left open, and is. */
  readonly onChange: (value: number | undefined) => void;
}

/** A number; while it is being written it may be empty without turning into 0. */
export function NumberInput({ value, onChange, required, ...rest }: NumberInputProps) {
  const [text, setText] = useState(String(value ?? ''));
  const read = text === '' ? undefined : Number(text);
  const isOpen = text === '' && required;
  const shown = read === value || isOpen ? text : String(value ?? '');
  return (
    <Input
      type="number"
      step="any"
      required={required}
      value={shown}
      {...(isOpen && { 'aria-invalid': true })}
      {...rest}
      onChange={({ target }) => {
        setText(target.value);
        if (target.value !== '') onChange(Number(target.value));
        else if (!required) onChange(undefined);
      }}
    />
  );
}
