import { channelRoutes } from '@contract/channels.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { complaintAt } from '@/ui/complaint.ts';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelSummary } from '../channel-view.ts';

interface OneChannelProps {
  readonly channel: ChannelSummary;
  readonly onClose: () => void;
}

/** The copy has the same keys and is switched off until somebody wants it. */
export function CopyChannel({
  channel,
  onClose,
  onDone,
}: OneChannelProps & { readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('channels');
  const copy = useChange(channelRoutes.copy);
  const [name, setName] = useState(t('copy.name', { name: channel.name }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    copy.mutate({ params: { id: channel.id }, body: { name } }, { onSuccess: ({ id }) => onDone(id) });
  };
  const complaint = complaintAt(copy.error, 'name');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('copy.title', { name: channel.name })}
      description={t('copy.hint')}
    >
      <form className="grid gap-4" onSubmit={submit}>
        <Field label={t('column.name')} error={complaint}>
          <Input required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        {copy.error && complaint === undefined && <FailureNote error={copy.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="submit" kind="primary" busy={copy.isPending}>
            {t('action.copy')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function ArchiveChannel({ channel, onClose }: OneChannelProps) {
  const { t } = useTranslation('channels');
  const bulk = useChange(channelRoutes.bulk);
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('bulk.archive', { count: 1 })}
      action={t('archive')}
      onConfirm={() => bulk.mutateAsync({ body: { ids: [channel.id], action: 'archive' } })}
    >
      {channel.name}: {t('archiveHint')}
    </Confirm>
  );
}

export function DeleteChannel({ channel, onClose }: OneChannelProps) {
  const { t } = useTranslation('channels');
  const remove = useChange(channelRoutes.delete);
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('delete.title', { name: channel.name })}
      action={t('action.delete')}
      onConfirm={() => remove.mutateAsync({ params: { id: channel.id } })}
    >
      {t('delete.hint')}
    </Confirm>
  );
}
