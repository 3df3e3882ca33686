import { channelRoutes } from '@contract/channels.ts';
import { priceRoutes } from '@contract/prices.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { CallInput, CallReply } from '@/api/call.ts';
import { useChange, useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { complaintAt, complaintAtRow } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Rows } from '@/ui/rows.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { PriceInput } from './price-input.tsx';

export type Price = NonNullable<CallInput<typeof priceRoutes.set>['body']['prices']>[number];
type Known = CallReply<typeof priceRoutes.effective>['prices'];

/** The figures alone: where they come from and until when is said anew. */
const figuresOf = (prices: Known): Price[] =>
  prices.map(({ what, per, usd, variant, above, upTo, free }) => ({
    ...{ what, per, usd },
    ...(variant !== undefined && { variant }),
    ...(above !== undefined && { above }),
    ...(upTo !== undefined && { upTo }),
    ...(free !== undefined && { free }),
  }));

/** What the model costs from some moment on, in the place of the catalogue. */
export function PriceForm({
  model,
  channel: only,
  from,
  onClose,
}: {
  readonly model: string;
  /** Id of the only channel it may be for; absent: that is chosen. */
  readonly channel?: string;
  /** The prices that hold now, to begin with. */
  readonly from: Known;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('models');
  const save = useChange(priceRoutes.set);
  const maySeeChannels = useMay()('channels:read');
  const channels = useRoute(
    channelRoutes.list,
    { query: { limit: 200 } },
    { enabled: maySeeChannels && only === undefined },
  );
  const [prices, setPrices] = useState(() => figuresOf(from));
  const [values, setValues] = useState({ channel: only ?? '', source: '', note: '', validFrom: '' });
  const set = (change: Partial<typeof values>): void => setValues({ ...values, ...change });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { channel, source, note, validFrom } = values;
    save.mutate(
      {
        body: {
          ...{ model, source, note, prices: prices.length > 0 ? prices : null },
          channel: channel === '' ? null : channel,
          ...(validFrom !== '' && { validFrom: new Date(validFrom).getTime() }),
        },
      },
      {
        onSuccess: () => {
          toast.success(t('price.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <Card className="p-4">
      <form className="grid grid-cols-1 gap-4" onSubmit={submit}>
        <Rows<Price>
          title={t('prices')}
          hint={t('price.setHint')}
          items={prices}
          onChange={setPrices}
          blank={{ what: 'input_text', per: 'million_tokens', usd: 0 }}
          add={t('price.add')}
          remove={(number) => t('price.remove', { number })}
          error={complaintAtRow(save.error, 'prices')}
        >
          {(price, setPrice) => <PriceInput value={price} onChange={setPrice} />}
        </Rows>
        <div className="grid gap-4 sm:grid-cols-2">
          {only === undefined && (
            <Field label={t('price.channel')} error={complaintAt(save.error, 'channel')}>
              <Select value={values.channel} onChange={({ target }) => set({ channel: target.value })}>
                <option value="">{t('price.allChannels')}</option>
                {channels.data?.items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <Field
            label={t('price.validFrom')}
            hint={t('price.validFromHint')}
            error={complaintAt(save.error, 'validFrom')}
          >
            <Input
              type="datetime-local"
              value={values.validFrom}
              onChange={({ target }) => set({ validFrom: target.value })}
            />
          </Field>
          <Field
            label={t('price.source')}
            hint={t('price.sourceHint')}
            error={complaintAt(save.error, 'source')}
          >
            <Input
              required
              maxLength={500}
              value={values.source}
              onChange={({ target }) => set({ source: target.value })}
            />
          </Field>
          <Field label={t('price.note')} error={complaintAt(save.error, 'note')}>
            <Input value={values.note} onChange={({ target }) => set({ note: target.value })} />
          </Field>
        </div>
        {save.error && <FailureNote error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t('common:action.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
