import { traceRoutes } from '@contract/traces.ts';
import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePages } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useFormat } from '@/ui/format.ts';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';

/** Conversations of several traces. */
export function Threads({ project }: { readonly project: string }) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const query = usePages(traceRoutes.threads, { params: { project } });
  return (
    <div className="grid grid-cols-1 gap-5">
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={MessagesSquare} title={t('noThreads.title')}>
          {t('noThreads.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('threads')}
          head={
            <>
              <Head>{t('column.thread')}</Head>
              <Head>{t('column.first')}</Head>
              <Head>{t('column.last')}</Head>
              <Head className="text-right">{t('traces')}</Head>
            </>
          }
        >
          {query.items.map((thread) => (
            <tr key={thread.id} className="hover:bg-muted/60">
              <Cell className="max-w-80 truncate">
                <PageLink
                  to="/traces"
                  search={{ thread: thread.id }}
                  className="font-medium underline"
                  title={thread.id}
                >
                  {thread.id}
                </PageLink>
              </Cell>
              <Cell className="whitespace-nowrap">{format.time(thread.firstAt)}</Cell>
              <Cell className="whitespace-nowrap">{format.time(thread.lastAt)}</Cell>
              <Cell className="text-right tabular-nums">{format.number(thread.traces)}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <More query={query} />
    </div>
  );
}
