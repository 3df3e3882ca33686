import { priceRoutes } from '@contract/prices.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Loaded } from '@/ui/states.tsx';
import type { KnownModel } from './known-models.tsx';
import { PriceForm } from './price-form.tsx';
import { PriceRows } from './price-rows.tsx';
import { Versions } from './versions.tsx';

/** What a model costs now and why, what it cost and will cost, and how to say otherwise. */
export function PriceDialog({
  model,
  onClose,
}: {
  readonly model: KnownModel;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('models');
  const mayWrite = useMay()('models:write');
  const [setting, setSetting] = useState(false);
  const effective = useRoute(priceRoutes.effective, {
    query: { model: model.id, provider: model.provider },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={model.id}
      description={`${model.provider} · ${model.title}`}
      place="side"
      className="max-w-3xl"
    >
      <div className="grid grid-cols-1 gap-6">
        <Loaded query={effective}>
          {({ origin, prices }) => (
            <section className="grid gap-3">
              <div className="flex flex-wrap items-center gap-2">
                <h3 className="mr-auto font-medium">{t('price.now')}</h3>
                <Badge tone={origin === 'override' ? 'accent' : origin === 'unknown' ? 'warning' : 'neutral'}>
                  {t(`price.origin.${origin}`)}
                </Badge>
              </div>
              {prices.length > 0 ? (
                <PriceRows prices={prices} />
              ) : (
                <p className="text-sm text-muted-foreground">{t('pricesUnknown')}</p>
              )}
              {mayWrite && !setting && (
                <Button className="justify-self-start" onClick={() => setSetting(true)}>
                  {t('price.set')}
                </Button>
              )}
            </section>
          )}
        </Loaded>
        {setting && (
          <PriceForm model={model.id} from={effective.data?.prices ?? []} onClose={() => setSetting(false)} />
        )}
        <Versions of={{ model: model.id }} mayWrite={mayWrite} />
      </div>
    </Dialog>
  );
}
