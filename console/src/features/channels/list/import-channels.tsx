import { channelTransferRoutes } from '@contract/channel-transfer.ts';
import { FileSearch, FileUp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { CallInput, CallReply } from '@/api/call.ts';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { complaintAt } from '@/ui/complaint.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { ImportPlan } from './import-plan.tsx';

const EXISTING = ['skip', 'replace', 'refuse'] as const;
type Existing = (typeof EXISTING)[number];
type Outcomes = CallReply<typeof channelTransferRoutes.import>['channels'];

/** Channels of a file. What would become of each is shown before anything is done. */
export function ImportChannels({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('channels');
  const transfer = useChange(channelTransferRoutes.import);
  const [text, setText] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [existing, setExisting] = useState<Existing>('skip');
  /** Gone as soon as something is asked differently. */
  const [plan, setPlan] = useState<Outcomes>();
  const sealed = holdsSecrets(text);
  const body: CallInput<typeof channelTransferRoutes.import>['body'] = {
    ...{ text, existing },
    ...(sealed && passphrase !== '' && { passphrase }),
  };
  const otherwise = (change: () => void): void => {
    change();
    setPlan(undefined);
    transfer.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!plan) {
      transfer.mutate(
        { body: { ...body, dryRun: true } },
        { onSuccess: ({ channels }) => setPlan(channels) },
      );
      return;
    }
    transfer.mutate(
      { body },
      {
        onSuccess: ({ channels }) => {
          toast.success(t('import.done', { count: changing(channels) }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('import.title')}
      description={t('import.hint')}
      className="max-w-2xl"
    >
      <form className="grid grid-cols-1 gap-4" onSubmit={submit}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('import.file')} error={complaintAt(transfer.error, 'text')}>
            <Input
              type="file"
              required
              accept="application/json,.json,application/yaml,.yaml,.yml"
              className="py-1.5"
              onChange={async ({ target }) => {
                const read = (await target.files?.[0]?.text()) ?? '';
                otherwise(() => setText(read));
              }}
            />
          </Field>
          <Field label={t('import.existing')} hint={t(`import.existingHint.${existing}`)}>
            <Select
              value={existing}
              onChange={({ target }) => otherwise(() => setExisting(target.value as Existing))}
            >
              {EXISTING.map((each) => (
                <option key={each} value={each}>
                  {t(`import.existings.${each}`)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        {sealed && (
          <Field
            label={t('import.passphrase')}
            hint={t('import.passphraseHint')}
            error={complaintAt(transfer.error, 'passphrase')}
          >
            <Input
              type="password"
              autoComplete="off"
              value={passphrase}
              onChange={({ target }) => otherwise(() => setPassphrase(target.value))}
            />
          </Field>
        )}
        {transfer.error && <FailureNote error={transfer.error} />}
        {plan && <ImportPlan outcomes={plan} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button
            type="submit"
            kind="primary"
            busy={transfer.isPending}
            disabled={text === '' || (plan && changing(plan) === 0)}
          >
            {plan ? <FileUp aria-hidden /> : <FileSearch aria-hidden />}
            {plan ? t('import.run', { count: changing(plan) }) : t('import.preview')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const changing = (outcomes: Outcomes): number => outcomes.filter(({ action }) => action !== 'skip').length;

/** Whether a passphrase is worth asking for: JSON and YAML have the member at the start of a line. */
const holdsSecrets = (text: string): boolean =>
  /^\s*"?secrets"?\s*:/m.test(text) || /[{,]\s*"secrets"\s*:/.test(text);
