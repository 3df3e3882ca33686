import { keyRoutes } from '@contract/keys.ts';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useFormat } from '@/ui/format.ts';
import { FailureNote } from '@/ui/states.tsx';
import { Used } from './used.tsx';

const NANO = 1_000_000_000;

/** How much of each quota that holds for a key is used: its own, its profile's and its project's. */
export function QuotaUse({ project, id }: { readonly project: string; readonly id: string }) {
  const { t } = useTranslation('keys');
  const format = useFormat();
  const { data, error, refetch } = useRoute(keyRoutes.usage, { params: { project, id } });
  if (error && !data) return <FailureNote error={error} retry={() => void refetch()} />;
  const rows =
    data?.holders.flatMap(({ kind, name, quotas }) => quotas.map((quota) => ({ kind, name, ...quota }))) ??
    [];
  if (rows.length === 0) return null;
  return (
    <section className="grid gap-3 text-sm">
      <h3 className="font-medium">{t('quota.use')}</h3>
      {rows.map(({ kind, name, measure, per, limit, used, resetsAt }) => (
        <Used
          key={`${kind} ${measure} ${per}`}
          name={t('quota.name', {
            whose: t(`holder.${kind}`, { name }),
            measure: t(`measure.${measure}`),
            per: t(`per.${per}`),
          })}
          used={used}
          most={limit}
          resetsAt={resetsAt}
          write={measure === 'cost' ? (usd) => format.cost(usd * NANO) : format.number}
        />
      ))}
    </section>
  );
}
