import { priceRoutes } from '@contract/prices.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { PriceForm } from '@/features/models/prices/price-form.tsx';
import { Versions } from '@/features/models/prices/versions.tsx';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { Loaded } from '@/ui/states.tsx';
import type { ChannelView } from '../channel-view.ts';

/** What models cost on this channel, where its contract says otherwise than the catalogue. */
export function PricesPart({
  channel,
  mayWrite,
}: {
  readonly channel: ChannelView;
  readonly mayWrite: boolean;
}) {
  const { t } = useTranslation('channels');
  const models = [...new Set(channel.served.map(({ upstream }) => upstream))];
  const [model, setModel] = useState(models[0] ?? '');
  const [setting, setSetting] = useState(false);
  const effective = useRoute(
    priceRoutes.effective,
    { query: { model, channel: channel.id } },
    { enabled: model !== '' && setting },
  );
  return (
    <div className="grid grid-cols-1 gap-5">
      <p className="text-xs text-muted-foreground">{t('prices.hint')}</p>
      {mayWrite && models.length > 0 && (
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('prices.model')} className="min-w-48 flex-1">
            <Select value={model} onChange={({ target }) => setModel(target.value)}>
              {models.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </Select>
          </Field>
          <Button disabled={setting} onClick={() => setSetting(true)}>
            {t('models:price.set')}
          </Button>
        </div>
      )}
      {setting && (
        <Loaded query={effective}>
          {({ prices }) => (
            <PriceForm
              key={model}
              model={model}
              channel={channel.id}
              from={prices}
              onClose={() => setSetting(false)}
            />
          )}
        </Loaded>
      )}
      <Versions of={{ channel: channel.id }} mayWrite={mayWrite} />
    </div>
  );
}
