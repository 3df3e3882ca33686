import { type FormEvent, useState } from 'react';
import { type Control, useValidityWords } from './validity-words.ts';

/**
 * What the browser finds wrong before a form is sent, where the other errors stand and in the console's language: its own bubbles are in
 * the browser's language and gone after a moment.
 * @param told id of where it stands, tied to whichever control is at fault; absent: the caller ties it
 */
export function useOwnComplaint(told?: string) {
  const [text, setText] = useState<string>();
  const words = useValidityWords();
  return {
    text,
    onInvalid: (event: FormEvent): void => {
      const control = event.target as Control;
      // A field inside a row tells of itself.
      if (told !== undefined && control.closest('[data-field]')) return;
      event.preventDefault();
      setText(words(control));
      if (told !== undefined) {
        control.setAttribute('aria-invalid', 'true');
        control.setAttribute('aria-describedby', told);
      }
      const first = [...(control.form?.elements ?? [])].find((each) =>
        each.matches(':invalid:not(fieldset)'),
      );
      if (first === control) control.focus();
    },
    onInput: ({ target }: FormEvent): void => {
      if (told !== undefined && text !== undefined)
        for (const name of ['aria-invalid', 'aria-describedby']) (target as Control).removeAttribute(name);
      setText(undefined);
    },
  };
}
