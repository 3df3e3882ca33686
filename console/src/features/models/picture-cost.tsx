import { useTranslation } from 'react-i18next';
import type { ServedModel } from './served-model.ts';

/** US dollars, as exactly as prices are written. */
export const dollars = (usd: number, language: string): string =>
  usd.toLocaleString(language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  });

/** What a picture costs, from the cheapest to the dearest. */
export function PictureCost({ estimates }: { readonly estimates: ServedModel['estimates'] }) {
  const { t, i18n } = useTranslation('models');
  if (estimates.length === 0) return <span className="text-muted-foreground">{t('priceUnknown')}</span>;
  const costs = estimates.map(({ usd }) => usd);
  const least = dollars(Math.min(...costs), i18n.language);
  const most = dollars(Math.max(...costs), i18n.language);
  const about = estimates.some(({ approximate }) => approximate) ? '≈ ' : '';
  return (
    <span className="tabular-nums">
      {about}
      {least === most ? least : `${least} – ${most}`}
    </span>
  );
}
