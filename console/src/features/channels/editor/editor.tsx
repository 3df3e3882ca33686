import { channelRoutes } from '@contract/channels.ts';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import type { ChannelView } from '../channel-view.ts';
import { ConnectionPart } from './connection-part.tsx';
import { Credentials } from './credentials.tsx';
import { GeneralPart } from './general-part.tsx';
import { HealthPart } from './health-part.tsx';
import { LimitsPart } from './limits-part.tsx';
import { ModelsPart } from './models-part.tsx';
import { OverridesPart } from './overrides-part.tsx';
import { PricesPart } from './prices-part.tsx';
import { Standing } from './standing.tsx';
import { usePart } from './use-part.ts';
import { type ChannelValues, changeOf, valuesOf } from './values.ts';

interface Part {
  readonly id: string;
  readonly content: ReactNode;
  /** It is saved with the others, by the button below. */
  readonly form?: boolean;
}

export function Editor({
  channel,
  onChanged,
}: {
  readonly channel: ChannelView;
  readonly onChanged: (changed: boolean) => void;
}) {
  const { t } = useTranslation('channels');
  const may = useMay();
  const mayWrite = may('channels:write');
  const readOnly = !mayWrite || channel.readOnly;
  const update = useChange(channelRoutes.update);
  const [before, setBefore] = useState(() => valuesOf(channel));
  const [values, setValues] = useState(before);
  const { part: shown, show, box } = usePart(update.error);
  const change = changeOf(values, before);
  const changed = Object.keys(change).length > 0;
  useEffect(() => onChanged(changed), [changed, onChanged]);
  const set = (part: Partial<ChannelValues>): void => setValues((all) => ({ ...all, ...part }));
  const save = (event: FormEvent): void => {
    event.preventDefault();
    update.mutate(
      { params: { id: channel.id }, body: change },
      {
        onSuccess: (saved) => {
          setBefore(valuesOf(saved));
          setValues(valuesOf(saved));
          toast.success(t('saved'));
        },
      },
    );
  };
  const { name: _, ...draft } = change;
  const part = { channel, values, set, error: update.error };
  // Keys are saved by themselves: their forms may not stand in this one.
  const tabs = [
    { id: 'general', content: <GeneralPart {...part} />, form: true },
    { id: 'keys', content: <Credentials channel={channel} disabled={readOnly} /> },
    { id: 'models', content: <ModelsPart {...part} />, form: true },
    { id: 'overrides', content: <OverridesPart {...part} />, form: true },
    { id: 'connection', content: <ConnectionPart {...part} />, form: true },
    { id: 'limits', content: <LimitsPart {...part} />, form: true },
    ...(may('models:read')
      ? [{ id: 'prices', content: <PricesPart channel={channel} mayWrite={may('models:write')} /> }]
      : []),
    {
      id: 'health',
      content: <HealthPart channel={channel} draft={{ id: channel.id, ...draft }} mayTest={mayWrite} />,
    },
  ].map(({ id, content, form: isForm }: Part) => ({
    id,
    name: t(`editor.${id}`),
    content: isForm ? (
      <fieldset disabled={readOnly} className="grid grid-cols-1">
        <legend className="sr-only">{t(`editor.${id}`)}</legend>
        {content}
      </fieldset>
    ) : (
      content
    ),
  }));
  return (
    <div ref={box} className="grid grid-cols-1 gap-5">
      <Standing channel={channel} mayWrite={!readOnly} />
      <Tabs label={t('editor.title')} tabs={tabs} shown={shown} onShow={show} />
      {!readOnly && (
        <form
          onSubmit={save}
          className="sticky -bottom-6 -mx-6 -mb-6 grid gap-3 border-t bg-surface px-6 py-4"
        >
          {update.error && <FailureNote error={update.error} />}
          <div className="flex flex-wrap items-center gap-2">
            <p role="status" className="mr-auto text-sm text-muted-foreground">
              {changed && t('editor.changed')}
            </p>
            <Button kind="ghost" disabled={!changed} onClick={() => setValues(before)}>
              {t('editor.discard')}
            </Button>
            <Button type="submit" kind="primary" disabled={!changed} busy={update.isPending}>
              {t('common:action.save')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
