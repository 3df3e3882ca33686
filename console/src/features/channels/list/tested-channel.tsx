import { CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import { FailureNote } from '@/ui/states.tsx';
import { TrialAnswer } from '../trial-result.tsx';
import type { ChannelTest } from './use-tests.ts';

/** How the test of one channel went; its answer unfolds. */
export function TestedChannel({ test }: { readonly test: ChannelTest }) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const { channel, state, model, result, error } = test;
  const line = (
    <span className="flex flex-wrap items-center gap-2 text-sm">
      <StateIcon test={test} />
      <strong className="font-medium">{channel.name}</strong>
      {model !== undefined && <code className="text-xs text-muted-foreground">{model}</code>}
      <span className="ml-auto text-xs text-muted-foreground">
        {result ? format.duration(result.ms) : t(`testMany.state.${state}`)}
      </span>
    </span>
  );
  return (
    <li className="rounded-md border p-3">
      {result || error ? (
        <details>
          <summary className="cursor-pointer">
            <span className="inline-block w-[calc(100%-1.25rem)] align-middle">{line}</span>
          </summary>
          <div className="mt-3">
            {result && <TrialAnswer result={result} />}
            {error !== undefined && <FailureNote error={error} />}
          </div>
        </details>
      ) : (
        line
      )}
    </li>
  );
}

function StateIcon({ test: { state, result } }: { readonly test: ChannelTest }) {
  const { t } = useTranslation('channels');
  if (state === 'running') return <LoaderCircle aria-hidden className="size-4 animate-spin" />;
  if (state === 'waiting') return <CircleDashed aria-hidden className="size-4 text-muted-foreground" />;
  if (state === 'skipped') return <CircleMinus aria-hidden className="size-4 text-warning" />;
  return result?.ok ? (
    <CircleCheck className="size-4 text-success" aria-label={t('trial.worked')} />
  ) : (
    <CircleX className="size-4 text-danger" aria-label={t('trial.failed')} />
  );
}
