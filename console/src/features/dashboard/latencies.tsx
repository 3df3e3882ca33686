import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import { Cell, Head, Table } from '@/ui/table.tsx';
import type { DashboardData } from './dashboard.tsx';

const PERCENTILES = ['p50', 'p90', 'p95', 'p99'] as const;
const PARTS = ['whole', 'first'] as const;

/** How long answers took, and how long until they began. */
export function Latencies({ latency }: { readonly latency: DashboardData['latency'] }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  return (
    <section className="grid grid-cols-1 content-start gap-3">
      <h2 className="font-medium">{t('latencies')}</h2>
      <Table
        label={t('latencies')}
        head={
          <>
            <Head>{t('name')}</Head>
            {PERCENTILES.map((each) => (
              <Head key={each} className="text-right">
                {t('within', { share: each.slice(1) })}
              </Head>
            ))}
          </>
        }
      >
        {PARTS.map((part) => (
          <tr key={part}>
            <Cell>{t(`parts.${part}`)}</Cell>
            {PERCENTILES.map((each) => {
              const duration = latency[part][each];
              return (
                <Cell key={each} className="text-right tabular-nums">
                  {duration === null ? '–' : format.duration(duration)}
                </Cell>
              );
            })}
          </tr>
        ))}
      </Table>
    </section>
  );
}
