import { imageRoutes } from '@contract/images.ts';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/call.ts';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { PageLink } from '@/app/page-link.tsx';
import { Badge } from '@/ui/badge.tsx';
import { Fact, Facts } from '@/ui/facts.tsx';
import { useFormat } from '@/ui/format.ts';
import { useKeyNames } from '../names/use-names.ts';
import { costInWords } from './cost-in-words.ts';
import { CostLines } from './cost-lines.tsx';
import type { RequestDetail } from './request-dialog.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Warnings } from './warnings.tsx';

interface OverviewProps {
  readonly project: string;
  readonly detail: RequestDetail;
}

/** The request as its client saw it. */
export function Overview({ project, detail }: OverviewProps) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const words = useGatewayWords();
  const keys = useKeyNames(project);
  const first =
    detail.firstMs === null ? '' : ` · ${t('detail.first', { duration: format.duration(detail.firstMs) })}`;
  return (
    <div className="grid grid-cols-1 gap-6 text-sm">
      <Facts>
        <Fact name={t('column.status')}>
          <StatusBadge status={detail.status} code={detail.errorCode} /> {words(detail.errorMessage ?? '')}
        </Fact>
        <Fact name={t('column.model')}>
          {detail.model}
          {detail.upstreamModel !== null && detail.upstreamModel !== detail.model && (
            <span className="text-muted-foreground"> → {detail.upstreamModel}</span>
          )}
        </Fact>
        <Fact name={t('detail.path')}>
          <code className="text-xs">{detail.path}</code> <Badge>{detail.dialect}</Badge>{' '}
          {detail.stream && <Badge>{t('detail.stream')}</Badge>}
        </Fact>
        <Fact name={t('column.time')}>{format.time(detail.createdAt)}</Fact>
        <Fact name={t('column.duration')}>
          {format.duration(detail.durationMs)}
          {first}
        </Fact>
        <Fact name={t('column.cost')}>{costInWords(detail, format)}</Fact>
        <Fact name={t('filter.keyId')}>{keys.get(detail.keyId) ?? detail.keyId}</Fact>
        <Fact name={t('detail.client')}>{[detail.client, detail.ip].filter(Boolean).join(' · ') || '–'}</Fact>
        <Fact name={t('detail.trace')}>
          <PageLink to="/traces" search={{ trace: detail.traceId }} className="break-all underline">
            {detail.traceId}
          </PageLink>
          {detail.pinned && <Badge tone="accent">{t('detail.pinned')}</Badge>}
        </Fact>
      </Facts>
      {detail.images.length > 0 && (
        <section aria-label={t('column.images')} className="flex flex-wrap gap-2">
          {detail.images.map((image) => (
            <a
              key={image.id}
              href={urlOf(imageRoutes.file, { params: { project, id: image.id } })}
              target="_blank"
              rel="noreferrer"
            >
              <img
                src={urlOf(imageRoutes.thumbnail, { params: { project, id: image.id } })}
                alt={image.prompt ?? image.model}
                className="size-32 rounded-md border object-cover"
                loading="lazy"
              />
            </a>
          ))}
        </section>
      )}
      <Warnings warnings={detail.warnings} />
      {detail.usage && <Tokens usage={detail.usage} />}
      {detail.cost && <CostLines cost={detail.cost} />}
    </div>
  );
}

function Tokens({ usage }: { readonly usage: NonNullable<RequestDetail['usage']> }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const counts = Object.entries(usage).filter(([name, count]) => name !== 'cost' && count !== undefined);
  if (counts.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{t('detail.usage')}</h3>
      <dl className="flex flex-wrap gap-x-8 gap-y-3 rounded-md border px-3 py-2">
        {counts.map(([name, count]) => (
          <div key={name} className="grid gap-0.5">
            <dt className="text-xs text-muted-foreground">{t(`usage.${name}`, { defaultValue: name })}</dt>
            <dd className="tabular-nums">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
