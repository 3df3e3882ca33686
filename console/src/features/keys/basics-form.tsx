import { keyRoutes } from '@contract/keys.ts';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { dateOf, endOfDay } from './expiry.ts';
import type { GatewayKey } from './keys.tsx';

/** Name and last day of a key. */
export function BasicsForm({
  project,
  gatewayKey: key,
  disabled,
  onChanged,
}: {
  readonly project: string;
  readonly gatewayKey: GatewayKey;
  readonly disabled: boolean;
  readonly onChanged: (changed: boolean) => void;
}) {
  const { t } = useTranslation('keys');
  const update = useChange(keyRoutes.update);
  const [name, setName] = useState(key.name);
  const [expires, setExpires] = useState(dateOf(key.expiresAt));
  const renamed = name !== key.name;
  const moved = expires !== dateOf(key.expiresAt);
  const changed = renamed || moved;
  useEffect(() => onChanged(changed), [changed, onChanged]);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const body = { ...(renamed && { name }), ...(moved && { expiresAt: endOfDay(expires) }) };
    update.mutate(
      { params: { project, id: key.id }, body },
      { onSuccess: () => void toast.success(t('saved')) },
    );
  };
  return (
    <form className="grid gap-3" onSubmit={save}>
      <fieldset disabled={disabled} className="flex flex-wrap items-start gap-3">
        <legend className="sr-only">{t('basics')}</legend>
        <Field label={t('column.name')} className="min-w-40 flex-1">
          <Input required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        <Field label={t('column.expires')} hint={t('expiresHint')} className="w-44">
          <Input type="date" value={expires} onChange={({ target }) => setExpires(target.value)} />
        </Field>
      </fieldset>
      {update.error && <FailureNote error={update.error} />}
      {changed && (
        <Button type="submit" className="justify-self-end" busy={update.isPending}>
          {t('saveBasics')}
        </Button>
      )}
    </form>
  );
}
