import { type InputHTMLAttributes, useId } from 'react';
import { Input } from './input.tsx';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Name of a time zone, as `Europe/Berlin`, with those the browser knows to choose from. */
export function TimeZoneInput(props: InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <>
      <Input list={`${id}-zones`} spellCheck={false} autoComplete="off" {...props} />
      <datalist id={`${id}-zones`}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
