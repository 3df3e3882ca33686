import { channelRoutes } from '@contract/channels.ts';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelView } from '../channel-view.ts';
import { Credential } from './credential.tsx';

type CredentialView = ChannelView['credentials'][number];

/** The upstream's keys of a channel. They are sealed: only their last characters are ever shown. */
export function Credentials({
  channel,
  disabled,
}: {
  readonly channel: ChannelView;
  readonly disabled: boolean;
}) {
  const { t } = useTranslation('channels');
  const remove = useChange(channelRoutes.deleteCredential);
  const [removing, setRemoving] = useState<CredentialView>();
  return (
    <section className="grid gap-3 text-sm">
      <p className="text-xs text-muted-foreground">{t('credential.hint')}</p>
      <ul className="grid gap-2">
        {channel.credentials.map((credential) => (
          <Credential
            key={credential.id}
            channel={channel}
            credential={credential}
            disabled={disabled}
            onRemove={() => setRemoving(credential)}
          />
        ))}
      </ul>
      {!disabled && <AddCredential id={channel.id} />}
      <Confirm
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('credential.remove', { label: removing?.label ?? '' })}
        action={t('credential.removeAction')}
        onConfirm={() => remove.mutateAsync({ params: { id: channel.id, credential: removing?.id ?? '' } })}
      >
        {t('credential.removeHint')}
      </Confirm>
    </section>
  );
}

function AddCredential({ id }: { readonly id: string }) {
  const { t } = useTranslation('channels');
  const add = useChange(channelRoutes.addCredential);
  const [key, setKey] = useState('');
  const [label, setLabel] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate(
      { params: { id }, body: { key, ...(label.trim() !== '' && { label: label.trim() }) } },
      {
        onSuccess: () => {
          setKey('');
          setLabel('');
        },
      },
    );
  };
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t('credential.new')} className="min-w-40 flex-1">
          <Input
            type="password"
            autoComplete="off"
            required
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        </Field>
        <Field label={t('credential.label')} className="w-36">
          <Input maxLength={100} value={label} onChange={({ target }) => setLabel(target.value)} />
        </Field>
        <Button type="submit" busy={add.isPending}>
          <Plus aria-hidden />
          {t('credential.add')}
        </Button>
      </div>
      {add.error && <FailureNote error={add.error} />}
    </form>
  );
}
