import { CornerDownLeft } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Textarea } from '@/ui/input.tsx';
import type { ToolCall } from './conversation.ts';

/** The model waits for what its calls come to: said by hand, it goes on. */
export function ToolResults({
  calls,
  onGive,
}: {
  readonly calls: readonly ToolCall[];
  readonly onGive: (results: { readonly [call: string]: string }) => void;
}) {
  const { t } = useTranslation('chat');
  const [results, setResults] = useState<{ readonly [call: string]: string }>({});
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onGive(Object.fromEntries(calls.map(({ id }) => [id, results[id] ?? ''])));
  };
  return (
    <form className="grid gap-3 rounded-lg border border-dashed p-4" onSubmit={submit}>
      {calls.map(({ id, function: { name } }) => (
        <Field key={id} label={t('resultOf', { name })}>
          <Textarea
            required
            className="min-h-14 font-mono text-xs"
            value={results[id] ?? ''}
            onChange={({ target }) => setResults({ ...results, [id]: target.value })}
          />
        </Field>
      ))}
      <Button type="submit" kind="primary" className="justify-self-end">
        <CornerDownLeft aria-hidden />
        {t('give')}
      </Button>
    </form>
  );
}
