import { channelTransferRoutes } from '@contract/channel-transfer.ts';
import { useMutation } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download.ts';
import type { Failure } from '@/api/failure.ts';
import { useMayEverywhere } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { complaintAt } from '@/ui/complaint.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { Tick } from '@/ui/tick.tsx';
import type { ChannelSummary } from '../channel-view.ts';

const FORMATS = ['json', 'yaml'] as const;
type Format = (typeof FORMATS)[number];

/** Channels as a file for another gateway, with their keys where an owner seals them by a passphrase. */
export function ExportChannels({
  channels,
  onClose,
}: {
  readonly channels: readonly ChannelSummary[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('channels');
  const mayTakeKeys = useMayEverywhere()('owners:write');
  const [format, setFormat] = useState<Format>('json');
  const [withKeys, setWithKeys] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const own = channels.filter(({ readOnly }) => !readOnly);
  const save = useMutation<void, Failure>({
    mutationFn: () =>
      download(channelTransferRoutes.export, {
        body: { ids: own.map(({ id }) => id), format, ...(withKeys && { passphrase }) },
      }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const differs = again !== '' && again !== passphrase;
  return (
    <Dialog open onClose={onClose} title={t('export.title')} description={t('export.hint')}>
      <form className="grid gap-4" onSubmit={submit}>
        <p className="text-sm">
          {t('export.count', { count: own.length })}
          {own.length < channels.length && (
            <span className="text-muted-foreground">
              {' '}
              · {t('export.fixed', { count: channels.length - own.length })}
            </span>
          )}
        </p>
        <Field label={t('export.format')}>
          <Select value={format} onChange={({ target }) => setFormat(target.value as Format)}>
            {FORMATS.map((each) => (
              <option key={each} value={each}>
                {each.toUpperCase()}
              </option>
            ))}
          </Select>
        </Field>
        {mayTakeKeys ? (
          <Tick checked={withKeys} onChange={setWithKeys} hint={t('export.withKeysHint')}>
            {t('export.withKeys')}
          </Tick>
        ) : (
          <p className="text-xs text-muted-foreground">{t('export.ownersOnly')}</p>
        )}
        {withKeys && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label={t('export.passphrase')}
              hint={t('export.passphraseHint')}
              error={complaintAt(save.error, 'passphrase')}
            >
              <Input
                type="password"
                autoComplete="new-password"
                required
                minLength={12}
                value={passphrase}
                onChange={({ target }) => setPassphrase(target.value)}
              />
            </Field>
            <Field label={t('export.again')} error={differs ? t('export.differs') : undefined}>
              <Input
                type="password"
                autoComplete="new-password"
                required
                value={again}
                onChange={({ target }) => setAgain(target.value)}
              />
            </Field>
          </div>
        )}
        {save.error && <FailureNote error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button
            type="submit"
            kind="primary"
            busy={save.isPending}
            disabled={own.length === 0 || (withKeys && again !== passphrase)}
          >
            <FileDown aria-hidden />
            {t('export.action')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
