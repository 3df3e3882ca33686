import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { useFormat } from '@/ui/format.ts';
import type { RequestDetail } from './request-dialog.tsx';

const NANO = 1_000_000_000;

/** How an amount came about, or why it is unknown. */
export function CostLines({ cost }: { readonly cost: NonNullable<RequestDetail['cost']> }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const words = useGatewayWords();
  if ('unknown' in cost) {
    return (
      <p className="text-sm text-warning">
        {t('detail.costUnknown', { reason: words(cost.unknown) })}
        {cost.atLeast !== undefined &&
          ` ${t('detail.atLeast', { cost: format.cost(Math.round(cost.atLeast * NANO)) })}`}
      </p>
    );
  }
  if (cost.lines.length === 0) return null;
  return (
    <section className="grid gap-2 text-sm">
      <h3 className="font-medium">{t('detail.costLines')}</h3>
      <table className="w-full">
        <tbody className="divide-y rounded-md border">
          {cost.lines.map(({ what, variant, quantity, usd }) => (
            <tr key={`${what} ${variant}`}>
              <td className="px-3 py-1.5">
                {t(`usage.${what}`, { defaultValue: what })}
                {variant !== undefined && <span className="text-muted-foreground"> · {variant}</span>}
              </td>
              <td className="px-3 py-1.5 text-right tabular-nums">{format.number(quantity)}</td>
              <td className="px-3 py-1.5 text-right tabular-nums">{format.cost(Math.round(usd * NANO))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
