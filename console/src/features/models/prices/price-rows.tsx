import { useTranslation } from 'react-i18next';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { dollars } from '../picture-cost.tsx';

interface PriceRow {
  readonly what: string;
  readonly per: string;
  readonly usd: number;
  readonly variant?: string | undefined;
  readonly above?: number | undefined;
  readonly upTo?: number | undefined;
  readonly free?: number | undefined;
  readonly source?: string | undefined;
}

export function PriceRows({ prices }: { readonly prices: readonly PriceRow[] }) {
  const { t, i18n } = useTranslation('models');
  const conditionOf = ({ variant, above, upTo, free }: PriceRow): string =>
    [
      variant,
      above !== undefined && t('price.above', { value: above.toLocaleString(i18n.language) }),
      upTo !== undefined && t('price.upTo', { value: upTo.toLocaleString(i18n.language) }),
      free !== undefined && t('price.free', { value: free }),
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <Table
      label={t('prices')}
      head={
        <>
          <Head>{t('price.what')}</Head>
          <Head className="text-right">{t('price.usd')}</Head>
          <Head className="hidden md:table-cell">{t('price.source')}</Head>
        </>
      }
    >
      {prices.map((price) => (
        <tr key={JSON.stringify(price)}>
          <Cell>
            {t(`price.of.${price.what}`)}
            <span className="block text-xs text-muted-foreground">{conditionOf(price)}</span>
          </Cell>
          <Cell className="text-right whitespace-nowrap tabular-nums">
            {dollars(price.usd, i18n.language)}
            <span className="text-xs text-muted-foreground"> / {t(`price.per.${price.per}`)}</span>
          </Cell>
          <Cell className="hidden text-xs text-muted-foreground md:table-cell">{price.source}</Cell>
        </tr>
      ))}
    </Table>
  );
}
