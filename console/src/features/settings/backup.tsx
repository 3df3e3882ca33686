import { backupRoutes } from '@contract/backups.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { urlOf } from '@/api/call.ts';
import { useChange } from '@/api/use-route.ts';
import { useMayEverywhere } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { CopyButton } from '@/ui/copy.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { Tick } from '@/ui/tick.tsx';

const FILE = 'axonhub-backup.tar.gz';

/** Everything as one file, and how it is brought back. */
export function Backup() {
  const mayEverywhere = useMayEverywhere();
  return (
    <>
      {mayEverywhere('backups:write') ? <BackupForm /> : <NotForYou />}
      <Restore />
    </>
  );
}

function NotForYou() {
  const { t } = useTranslation('settings');
  return (
    <Card className="grid gap-1">
      <h2 className="text-lg font-semibold">{t('backup.title')}</h2>
      <p className="text-sm text-muted-foreground">{t('backup.ownersOnly')}</p>
    </Card>
  );
}

function BackupForm() {
  const { t } = useTranslation('settings');
  const [passphrase, setPassphrase] = useState('');
  const [withSecret, setWithSecret] = useState(true);
  const [pictures, setPictures] = useState(true);
  const prepare = useChange(backupRoutes.prepare);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    prepare.mutate(
      { body: { passphrase: withSecret ? passphrase : null, pictures } },
      {
        onSuccess: ({ ticket }) => {
          save(urlOf(backupRoutes.download, { params: { ticket } }));
          toast.success(t('backup.begun'));
        },
      },
    );
  };
  const fault = prepare.error?.field === 'passphrase' ? t('backup.short') : undefined;
  return (
    <Card>
      <form onSubmit={submit} className="grid max-w-2xl grid-cols-1 gap-4">
        <header className="grid gap-1">
          <h2 className="text-lg font-semibold">{t('backup.title')}</h2>
          <p className="text-sm text-muted-foreground">{t('backup.description')}</p>
        </header>
        <Tick checked={pictures} onChange={setPictures} hint={t('backup.picturesHint')}>
          {t('backup.pictures')}
        </Tick>
        <Tick checked={withSecret} onChange={setWithSecret} hint={t('backup.secretHint')}>
          {t('backup.secret')}
        </Tick>
        {withSecret && (
          <Field label={t('backup.passphrase')} hint={t('backup.passphraseHint')} error={fault}>
            <Input
              type="password"
              autoComplete="new-password"
              minLength={12}
              required
              value={passphrase}
              onChange={({ target }) => setPassphrase(target.value)}
            />
          </Field>
        )}
        {prepare.error && fault === undefined && <FailureNote error={prepare.error} />}
        <Button type="submit" kind="primary" className="justify-self-start" busy={prepare.isPending}>
          {t('backup.make')}
        </Button>
      </form>
    </Card>
  );
}

/** Saved to the disk as it comes, whatever its size. */
function save(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = FILE;
  link.click();
}

function Restore() {
  const { t } = useTranslation('settings');
  const command = `axonhub restore ${FILE} --passphrase-file passphrase.txt --data-dir ./new\naxonhub --data-dir ./new`;
  return (
    <Card className="grid grid-cols-1 gap-3">
      <h2 className="text-lg font-semibold">{t('restore.title')}</h2>
      <p className="text-sm text-muted-foreground">{t('restore.description')}</p>
      <div className="flex items-start gap-2">
        <pre className="min-w-0 flex-1 rounded-md bg-muted p-3 text-xs break-all whitespace-pre-wrap">
          <code>{command}</code>
        </pre>
        <CopyButton text={command} />
      </div>
      <p className="text-xs text-muted-foreground">{t('restore.without')}</p>
    </Card>
  );
}
