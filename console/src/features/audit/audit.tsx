import { auditRoutes } from '@contract/audit.ts';
import { ClipboardList } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { useMe } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Page } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { StatusBadge } from '../requests/status-badge.tsx';
import { useTimeRange } from '../time-range/use-time-range.ts';
import { AuditDialog } from './audit-dialog.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { factInWords } from './fact-in-words.ts';

export type AuditEntry = CallReply<typeof auditRoutes.list>['items'][number];

export default function AuditPage() {
  const { t } = useTranslation('audit');
  const [{ actor, action, project, outcome }] = useUrlState();
  const [range, setRange] = useTimeRange('all');
  const [shown, setShown] = useState<AuditEntry>();
  const query = usePages(auditRoutes.list, {
    query: {
      actor,
      action,
      project,
      outcome: outcome as 'done' | 'refused' | undefined,
      from: range.since,
      until: range.until,
    },
  });
  return (
    <Page title={t('title')} description={t('description')}>
      <AuditFilters range={range} onRange={setRange} entries={query.items} />
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-80 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={ClipboardList} title={t('empty.title')}>
          {t('empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && <AuditTable entries={query.items} onOpen={setShown} />}
      <More query={query} />
      {shown !== undefined && <AuditDialog entry={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

function AuditTable({
  entries,
  onOpen,
}: {
  readonly entries: readonly AuditEntry[];
  readonly onOpen: (entry: AuditEntry) => void;
}) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { projects } = useMe();
  return (
    <Table
      label={t('title')}
      head={
        <>
          <Head>{t('column.time')}</Head>
          <Head>{t('column.actor')}</Head>
          <Head>{t('column.action')}</Head>
          <Head className="w-full">{t('column.facts')}</Head>
          <Head>{t('column.project')}</Head>
          <Head>{t('column.outcome')}</Head>
        </>
      }
    >
      {entries.map((entry) => (
        <tr key={entry.id} className="hover:bg-muted/60">
          <Cell className="whitespace-nowrap">
            <button type="button" className="cursor-pointer underline" onClick={() => onOpen(entry)}>
              {format.time(entry.at)}
            </button>
          </Cell>
          <Cell className="whitespace-nowrap">
            {entry.actor?.name ?? <span className="text-muted-foreground">{t('nobody')}</span>}
          </Cell>
          <Cell className="whitespace-nowrap" title={entry.action}>
            {t(`actions.${entry.action}`, { defaultValue: entry.action })}
          </Cell>
          <Cell
            className="max-w-0 min-w-48 truncate text-xs text-muted-foreground"
            title={inShort(entry, t('sent'))}
          >
            {inShort(entry, t('sent'))}
          </Cell>
          <Cell className="whitespace-nowrap">
            {projects.find(({ id }) => id === entry.project)?.name ?? entry.project ?? '–'}
          </Cell>
          <Cell>
            <StatusBadge status={entry.status} code={null} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** As `email: grace@example.com, role: viewer`. */
const inShort = ({ facts }: AuditEntry, sent: string): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name === 'sent' ? sent : name}: ${factInWords(value)}`)
    .join(' · ');
