import type { UseQueryResult } from '@tanstack/react-query';
import { LoaderCircle, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '@/api/failure.ts';
import { FailureNote } from '@/ui/states.tsx';
import type { FoundModels } from './use-trial-models.ts';

/** What asking the upstream for its models came to. */
export function FoundNote({ query }: { readonly query: UseQueryResult<FoundModels, Failure> }) {
  const { t } = useTranslation('channels');
  if (query.isFetching) {
    return (
      <p role="status" className="flex items-center gap-2 text-sm text-muted-foreground">
        <LoaderCircle className="size-4 animate-spin" aria-hidden />
        {t('found.asking')}
      </p>
    );
  }
  if (query.error) return <FailureNote error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return null;
  const { items, from } = query.data;
  const drawing = items.filter(({ draws }) => draws).length;
  return (
    <p role="status" className="flex items-center gap-2 text-sm">
      <Sparkles className="size-4 shrink-0 text-primary" aria-hidden />
      {t(`found.${from}`, { count: items.length, drawing })}
    </p>
  );
}
