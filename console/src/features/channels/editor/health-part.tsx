import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import { Cell, Head, Table } from '@/ui/table.tsx';
import type { ChannelView } from '../channel-view.ts';
import type { Draft } from '../draft.ts';
import { HealthBadge } from '../health-badge.tsx';
import { modelsServed } from '../models-served.ts';
import { Trial } from '../trial.tsx';
import { useKnownModels } from '../use-known-models.ts';

/** One real call, as the form stands, and how calls went so far. */
export function HealthPart({
  channel,
  draft,
  mayTest,
}: {
  readonly channel: ChannelView;
  readonly draft: Draft;
  readonly mayTest: boolean;
}) {
  const known = useKnownModels(channel.type);
  return (
    <div className="grid gap-6">
      {mayTest && <Trial channel={draft} models={modelsServed(channel, known)} />}
      <Targets channel={channel} />
    </div>
  );
}

function Targets({ channel: { targets, credentials } }: { readonly channel: ChannelView }) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  if (targets.length === 0) return <p className="text-sm text-muted-foreground">{t('target.none')}</p>;
  const labelOf = (id: string | null) => credentials.find((each) => each.id === id)?.label;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t('targets')}</h3>
      <Table
        label={t('targets')}
        head={
          <>
            <Head>{t('target.model')}</Head>
            <Head>{t('column.health')}</Head>
            <Head className="text-right">{t('target.errors')}</Head>
            <Head className="text-right">{t('target.latency')}</Head>
          </>
        }
      >
        {targets.map(({ model, credential, phase, errorShare, latencyMs, openUntil }) => (
          <tr key={`${model} ${credential}`}>
            <Cell>
              {model}
              {labelOf(credential) !== undefined && (
                <span className="text-xs text-muted-foreground"> · {labelOf(credential)}</span>
              )}
            </Cell>
            <Cell>
              <HealthBadge health={phase} />
              {openUntil !== null && (
                <p className="text-xs text-muted-foreground">
                  {t('target.until', { time: format.time(openUntil) })}
                </p>
              )}
            </Cell>
            <Cell className="text-right">{Math.round(errorShare * 100)} %</Cell>
            <Cell className="text-right">{latencyMs === null ? '–' : format.duration(latencyMs)}</Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
