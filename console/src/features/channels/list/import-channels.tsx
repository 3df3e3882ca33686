import { channelRoutes } from '@contract/channels.ts';
import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { Loaded, useFailureWords } from '@/ui/states.tsx';
import { Tick } from '@/ui/tick.tsx';
import type { ChannelSummary } from '../channel-view.ts';
import { importChannel, type NewChannel, readChannels } from './transfer.ts';

/** Channels from a file, looked at before they are made. */
export function ImportChannels({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('channels');
  const known = useRoute(channelRoutes.list, { query: { state: 'all', limit: 200 } });
  const [file, setFile] = useState<{ readonly channels: readonly NewChannel[] | undefined }>();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('import.title')}
      description={t('import.hint')}
      className="max-w-2xl"
    >
      <div className="grid grid-cols-1 gap-4">
        <Field label={t('import.file')} error={file && !file.channels ? t('import.noFile') : undefined}>
          <Input
            type="file"
            accept="application/json,.json"
            className="py-1.5"
            onChange={async ({ target }) => {
              const text = await target.files?.[0]?.text();
              if (text !== undefined) setFile({ channels: readChannels(text) });
            }}
          />
        </Field>
        {file?.channels && (
          <Loaded query={known}>
            {({ items }) => (
              <Found key={JSON.stringify(file.channels)} channels={file.channels ?? []} known={items} />
            )}
          </Loaded>
        )}
      </div>
    </Dialog>
  );
}

type Outcome = 'done' | { readonly error: unknown };

function Found({
  channels,
  known,
}: {
  readonly channels: readonly NewChannel[];
  readonly known: readonly ChannelSummary[];
}) {
  const { t } = useTranslation('channels');
  const client = useQueryClient();
  // As it was before anything was made of it.
  const [before] = useState(() => new Map(known.map((channel) => [channel.name, channel])));
  const [wanted, setWanted] = useState<ReadonlySet<string>>(
    () => new Set(channels.flatMap(({ name }) => (before.has(name) ? [] : [name]))),
  );
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    for (const channel of channels.filter(({ name }) => wanted.has(name))) {
      const outcome = await importChannel(channel, before.get(channel.name)?.id).then(
        () => 'done' as const,
        (error: unknown) => ({ error }),
      );
      setOutcomes((all) => new Map(all).set(channel.name, outcome));
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['channels'] });
  };
  return (
    <>
      <ul className="grid max-h-80 gap-2 overflow-y-auto">
        {channels.map(({ name, type }) => (
          <li key={name} className="flex flex-wrap items-center gap-2 rounded-md border px-3 py-2">
            <Tick
              checked={wanted.has(name)}
              onChange={(on) =>
                setWanted((all) => new Set(on ? [...all, name] : [...all].filter((each) => each !== name)))
              }
            >
              {name}
            </Tick>
            <span className="mr-auto text-xs text-muted-foreground">{type}</span>
            {before.has(name) && <Badge tone="warning">{t('import.there')}</Badge>}
            <OutcomeNote outcome={outcomes.get(name)} />
          </li>
        ))}
      </ul>
      <div className="flex justify-end">
        <Button kind="primary" busy={busy} disabled={wanted.size === 0} onClick={() => void run()}>
          <FileUp aria-hidden />
          {t('import.run', { count: wanted.size })}
        </Button>
      </div>
    </>
  );
}

function OutcomeNote({ outcome }: { readonly outcome: Outcome | undefined }) {
  const { t } = useTranslation('channels');
  const words = useFailureWords();
  if (outcome === undefined) return null;
  if (outcome === 'done') {
    return <CircleCheck className="size-4 text-success" aria-label={t('import.done')} />;
  }
  return (
    <p role="alert" className="flex w-full items-start gap-2 text-xs text-danger">
      <CircleX aria-hidden className="size-4 shrink-0" />
      {words(outcome.error)}
    </p>
  );
}
