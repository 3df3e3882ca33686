import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { dollars } from './picture-cost.tsx';
import { PriceRows } from './prices/price-rows.tsx';
import type { DrawingModel } from './served-model.ts';

const TONES = { native: 'good', emulated: 'accent', hinted: 'warning', impossible: 'bad' } as const;

/** What a drawing model does with every parameter, and its prices with where they come from. */
export function ModelDialog({
  model,
  onClose,
}: {
  readonly model: DrawingModel;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('models');
  return (
    <Dialog open onClose={onClose} title={model.id} description={model.owner} place="side">
      <div className="grid gap-6">
        {model.retired !== null && (
          <p className="text-sm text-warning">
            {t('retired', { day: model.retired })}{' '}
            {model.successor !== null && t('successor', { model: model.successor })}
          </p>
        )}
        <Estimates model={model} />
        <Parameters model={model} />
        <Prices model={model} />
      </div>
    </Dialog>
  );
}

function Estimates({ model: { estimates } }: { readonly model: DrawingModel }) {
  const { t, i18n } = useTranslation('models');
  if (estimates.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t('estimates')}</h3>
      <ul className="flex flex-wrap gap-2">
        {estimates.map(({ variant, usd, approximate }) => (
          <li key={`${variant} ${usd}`} className="rounded-md border px-3 py-2 text-sm">
            {variant !== undefined && <span className="block text-xs text-muted-foreground">{variant}</span>}
            <span className="tabular-nums">
              {approximate && '≈ '}
              {dollars(usd, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parameters({ model: { image } }: { readonly model: DrawingModel }) {
  const { t } = useTranslation('models');
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t('parameters')}</h3>
      <Table
        label={t('parameters')}
        head={
          <>
            <Head>{t('parameter')}</Head>
            <Head>{t('support')}</Head>
            <Head>{t('values')}</Head>
          </>
        }
      >
        {Object.entries(image.parameters).map(([name, { support, native, note }]) => (
          <tr key={name}>
            <Cell>
              <code>{name}</code>
            </Cell>
            <Cell>
              <Badge tone={TONES[support]}>{t(`studio:support.${support}`)}</Badge>
            </Cell>
            <Cell className="text-xs">
              {native?.join(', ')}
              {note !== undefined && <p className="text-muted-foreground">{note}</p>}
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Prices({ model: { prices } }: { readonly model: DrawingModel }) {
  const { t } = useTranslation('models');
  if (!prices) return <p className="text-sm text-muted-foreground">{t('pricesUnknown')}</p>;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t('prices')}</h3>
      <PriceRows prices={prices} />
    </section>
  );
}
