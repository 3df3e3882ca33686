import { channelTrialRoutes } from '@contract/channel-trials.ts';
import { channelRoutes } from '@contract/channels.ts';
import { providerTypeRoutes } from '@contract/provider-types.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '@/api/call.ts';
import { useChange, useRoute } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { complaintAt } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote, Loaded } from '@/ui/states.tsx';
import type { Draft, Settings } from './draft.ts';
import { FoundNote } from './found-note.tsx';
import type { ProviderType } from './provider-type.ts';
import { SettingsInput } from './settings-input.tsx';
import { Trial } from './trial.tsx';
import { useTrialModels } from './use-trial-models.ts';

interface NewChannelProps {
  readonly onDone: (id: string) => void;
  /** Beside the button that makes it. */
  readonly other?: ReactNode;
}

/** A key is enough to begin with: its looks tell whose it is, its models are fetched, and a call shows that it works. */
export function NewChannel(props: NewChannelProps) {
  const types = useRoute(providerTypeRoutes.list);
  return <Loaded query={types}>{({ items }) => <Form {...props} types={items} />}</Loaded>;
}

interface Values {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly settings: Settings;
}

const EMPTY: Values = { key: '', type: '', name: '', baseUrl: '', settings: {} };
const COMPLAINTS = ['name', 'type', 'baseUrl', 'settings', 'credentials'];

const draftOf = ({ key, type, baseUrl, settings }: Values): Draft => ({
  type,
  ...(baseUrl.trim() !== '' && { baseUrl: baseUrl.trim() }),
  ...(Object.keys(settings).length > 0 && { settings }),
  ...(key.trim() !== '' && { credentials: [{ key: key.trim() }] }),
});

function Form({ types, onDone, other }: NewChannelProps & { readonly types: readonly ProviderType[] }) {
  const { t } = useTranslation('channels');
  const [values, setValues] = useState(EMPTY);
  const [detected, setDetected] = useState(false);
  /** What the upstream is asked with: the form as it was when a field was left. */
  const [asked, setAsked] = useState<Draft>({});
  const create = useCreate(onDone);
  const type = types.find(({ id }) => id === values.type);
  const models = useTrialModels(type, asked);
  const set = (change: Partial<Values>): Values => {
    const next = { ...values, ...change };
    setValues(next);
    return next;
  };
  const choose = (id: string, from: Values = values): void => {
    const name = from.name === '' || from.name === from.type ? id : from.name;
    const next = { ...from, type: id, name, settings: {} };
    setValues(next);
    setAsked(draftOf(next));
  };
  const leave = (): void => setAsked(draftOf(values));
  const detect = async (key: string): Promise<void> => {
    const next = set({ key });
    if (key.trim() === '') return;
    const { types: found } = await call(providerTypeRoutes.detect, { body: { key } }).catch(() => ({
      types: [] as string[],
    }));
    const [surest] = found;
    setDetected(surest !== undefined);
    if (surest !== undefined && (next.type === '' || !found.includes(next.type))) choose(surest, next);
    else setAsked(draftOf(next));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.run(values.name, draftOf(values), type);
  };
  const error = create.error;
  const placed = COMPLAINTS.some((member) => complaintAt(error, member) !== undefined);
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <Field label={t('form.key')} hint={t('form.keyHint')} error={complaintAt(error, 'credentials')}>
        <Input
          type="password"
          autoComplete="off"
          value={values.key}
          onChange={({ target }) => set({ key: target.value })}
          onPaste={({ clipboardData, currentTarget }) => {
            if (currentTarget.value === '') void detect(clipboardData.getData('text'));
          }}
          onBlur={({ target }) => void detect(target.value)}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('column.type')}
          error={complaintAt(error, 'type')}
          hint={detected ? t('form.detected') : undefined}
        >
          <Select required value={values.type} onChange={({ target }) => choose(target.value)}>
            <option value="">{t('form.choose')}</option>
            {types.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('column.name')} error={complaintAt(error, 'name')}>
          <Input
            required
            maxLength={100}
            value={values.name}
            onChange={({ target }) => set({ name: target.value })}
          />
        </Field>
      </div>
      {type && (
        <Field label={t('form.baseUrl')} hint={t('form.baseUrlHint')} error={complaintAt(error, 'baseUrl')}>
          <Input
            type="url"
            placeholder={type.baseUrl}
            value={values.baseUrl}
            onChange={({ target }) => set({ baseUrl: target.value })}
            onBlur={leave}
          />
        </Field>
      )}
      <fieldset className="contents" onBlur={leave}>
        <SettingsInput
          schema={type?.settings ?? null}
          value={values.settings}
          onChange={(settings) => set({ settings })}
          error={error}
        />
      </fieldset>
      <FoundNote query={models} />
      {(models.data ?? models.error) && (
        <Trial key={values.type} channel={asked} models={models.data?.items ?? []} />
      )}
      {error && !placed && <FailureNote error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        {other}
        <Button type="submit" kind="primary" busy={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}

/** A provider without a catalogue of ours serves what it lists itself: it is asked once more, and remembered. */
function useCreate(onDone: (id: string) => void) {
  const create = useChange(channelRoutes.create, ['image-models', 'models']);
  const fetchModels = useChange(channelTrialRoutes.fetch);
  const run = (name: string, draft: Draft, type: ProviderType | undefined): void => {
    const { id: _, type: id = '', ...rest } = draft;
    const lists = type?.models === 0 && type.listsModels;
    create.mutate(
      { body: { ...rest, name, type: id, ...(lists && { models: { source: 'upstream' } }) } },
      {
        onSuccess: async (channel) => {
          if (lists) await fetchModels.mutateAsync({ params: { id: channel.id } }).catch(() => {});
          onDone(channel.id);
        },
      },
    );
  };
  return { run, error: create.error, isPending: create.isPending || fetchModels.isPending };
}
