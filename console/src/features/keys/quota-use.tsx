import { keyRoutes } from '@contract/keys.ts';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useFormat } from '@/ui/format.ts';

/** How much of each quota that holds for a key is used: its own, its profile's and its project's. */
export function QuotaUse({ project, id }: { readonly project: string; readonly id: string }) {
  const { t } = useTranslation('keys');
  const format = useFormat();
  const { data } = useRoute(keyRoutes.usage, { params: { project, id } });
  const rows =
    data?.holders.flatMap(({ kind, name, quotas }) => quotas.map((quota) => ({ kind, name, ...quota }))) ??
    [];
  if (rows.length === 0) return null;
  return (
    <section className="grid gap-3 text-sm">
      <h3 className="font-medium">{t('quota.use')}</h3>
      {rows.map(({ kind, name, measure, per, limit, used, resetsAt }) => (
        <div key={`${kind} ${measure} ${per}`} className="grid gap-1">
          <div className="flex justify-between gap-3">
            <span>
              {t(`holder.${kind}`, { name })}: {t(`measure.${measure}`)}, {t(`per.${per}`)}
            </span>
            <span>
              {format.number(used)} / {format.number(limit)}
            </span>
          </div>
          <progress
            className="h-2 w-full accent-primary"
            max={Math.max(limit, 1e-9)}
            value={Math.min(used, limit)}
            aria-label={`${t(`measure.${measure}`)}, ${t(`per.${per}`)}`}
          />
          {resetsAt !== null && (
            <span className="text-xs text-muted-foreground">
              {t('quota.resets', { time: format.time(resetsAt) })}
            </span>
          )}
        </div>
      ))}
    </section>
  );
}
