import type { routingRoutes } from '@contract/routing.ts';
import { ArrowRight, CircleMinus, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Card } from '@/ui/card.tsx';
import { Empty } from '@/ui/states.tsx';
import { Candidate } from './candidate.tsx';

export type Explanation = CallReply<typeof routingRoutes.explain>;

/** Where the request would go, in which order, and why nowhere else. */
export function Answer({ explanation }: { readonly explanation: Explanation }) {
  const words = useGatewayWords();
  const { t } = useTranslation('routing');
  const { model, resolved, strategy, candidates, others } = explanation;
  return (
    <div className="grid gap-8">
      <p className="flex flex-wrap items-center gap-2 text-sm" role="status">
        <code className="rounded bg-muted px-1.5 py-0.5">{model}</code>
        {resolved !== model && (
          <>
            <ArrowRight aria-hidden className="size-4 text-muted-foreground" />
            <code className="rounded bg-muted px-1.5 py-0.5">{resolved}</code>
            <span className="text-muted-foreground">{t('renamed')}</span>
          </>
        )}
        <span className="text-muted-foreground">
          · {t(`strategy.${strategy}`, { defaultValue: strategy })}
        </span>
      </p>
      <section className="grid gap-3">
        <h2 className="font-semibold">{t('candidates', { count: candidates.length })}</h2>
        {candidates.length === 0 && (
          <Empty icon={TriangleAlert} title={t('none.title')}>
            {t('none.text')}
          </Empty>
        )}
        <ol className="grid gap-3">
          {candidates.map((candidate, index) => (
            <Candidate
              key={`${candidate.channel} ${candidate.credential} ${candidate.upstream_model}`}
              candidate={candidate}
              place={index + 1}
            />
          ))}
        </ol>
      </section>
      {others.length > 0 && (
        <section className="grid gap-3">
          <h2 className="font-semibold">{t('others')}</h2>
          <Card className="p-0">
            <ul className="divide-y">
              {others.map(({ channel, provider, reason }) => (
                <li key={channel} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 text-sm">
                  <CircleMinus aria-hidden className="size-4 text-muted-foreground" />
                  <strong className="font-medium">{channel}</strong>
                  <span className="text-xs text-muted-foreground">{provider}</span>
                  <span className="w-full text-muted-foreground sm:ml-auto sm:w-auto">{words(reason)}</span>
                </li>
              ))}
            </ul>
          </Card>
        </section>
      )}
    </div>
  );
}
