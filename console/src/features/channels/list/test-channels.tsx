import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { useFormat } from '@/ui/format.ts';
import { Input, Select } from '@/ui/input.tsx';
import type { ChannelSummary } from '../channel-view.ts';
import { TestedChannel } from './tested-channel.tsx';
import { type TestKind, useTests } from './use-tests.ts';

const NANO = 1_000_000_000;

/** One small real call to each channel, with the answers. */
export function TestChannels({
  channels,
  onClose,
}: {
  readonly channels: readonly ChannelSummary[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const { tests, run, running } = useTests(channels);
  const [kind, setKind] = useState<TestKind>('text');
  const [model, setModel] = useState('');
  const done = tests.filter(({ state }) => state === 'done' || state === 'failed');
  const worked = done.filter(({ result }) => result?.ok).length;
  const cost = done.reduce((sum, { result }) => sum + (result?.usd ?? 0), 0);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('testMany.title', { count: channels.length })}
      description={t('testMany.hint')}
      place="side"
    >
      <div className="grid gap-5">
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void run(kind, model.trim());
          }}
        >
          <Field label={t('trial.kind')} className="w-36">
            <Select value={kind} onChange={({ target }) => setKind(target.value as TestKind)}>
              <option value="text">{t('trial.text')}</option>
              <option value="image">{t('trial.image')}</option>
            </Select>
          </Field>
          <Field label={t('trial.model')} className="min-w-40 flex-1">
            <Input
              value={model}
              placeholder={t('testMany.anyModel')}
              onChange={({ target }) => setModel(target.value)}
            />
          </Field>
          <Button type="submit" kind="primary" busy={running}>
            {t('trial.test')}
          </Button>
        </form>
        {done.length > 0 && (
          <p role="status" className="text-sm">
            {t('testMany.sum', { worked, count: done.length, cost: format.cost(cost * NANO) })}
          </p>
        )}
        <ul className="grid gap-2">
          {tests.map((test) => (
            <TestedChannel key={test.channel.id} test={test} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
