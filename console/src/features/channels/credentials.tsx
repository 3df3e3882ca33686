import { channelRoutes } from '@contract/channels.ts';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelView } from './channels.tsx';
import { HealthBadge } from './health-badge.tsx';

/** The upstream's keys of a channel. They are sealed: only their last characters are ever shown. */
export function Credentials({
  channel,
  disabled,
}: {
  readonly channel: ChannelView;
  readonly disabled: boolean;
}) {
  const { t } = useTranslation('channels');
  const params = { id: channel.id };
  const add = useChange(channelRoutes.addCredential);
  const remove = useChange(channelRoutes.deleteCredential);
  const [key, setKey] = useState('');
  const [removing, setRemoving] = useState<ChannelView['credentials'][number]>();
  return (
    <section className="grid gap-3 text-sm">
      <h3 className="font-medium">{t('column.credentials')}</h3>
      {channel.credentials.map((credential) => (
        <div key={credential.id} className="flex flex-wrap items-center gap-3">
          <span>{credential.label}</span>
          <code className="text-xs">…{credential.hint}</code>
          <HealthBadge health={credential.health} />
          {credential.problem !== null && <span className="text-danger">{credential.problem}</span>}
          {!disabled && (
            <Button
              kind="ghost"
              size="icon"
              className="ml-auto"
              aria-label={t('credential.remove', { label: credential.label })}
              onClick={() => setRemoving(credential)}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {!disabled && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ params, body: { key } }, { onSuccess: () => setKey('') });
          }}
        >
          <Field label={t('credential.new')} className="flex-1">
            <Input
              type="password"
              autoComplete="off"
              required
              value={key}
              onChange={({ target }) => setKey(target.value)}
            />
          </Field>
          <Button type="submit" busy={add.isPending}>
            <Plus aria-hidden />
            {t('credential.add')}
          </Button>
        </form>
      )}
      {add.error && <FailureNote error={add.error} />}
      <Confirm
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('credential.remove', { label: removing?.label ?? '' })}
        action={t('credential.removeAction')}
        onConfirm={() => remove.mutateAsync({ params: { ...params, credential: removing?.id ?? '' } })}
      >
        {t('credential.removeHint')}
      </Confirm>
    </section>
  );
}
