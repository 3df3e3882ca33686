import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Fact, Facts } from '@/ui/facts.tsx';
import { useFormat } from '@/ui/format.ts';
import { StatusBadge } from '../requests/status-badge.tsx';
import type { AuditEntry } from './audit.tsx';
import { factInWords } from './fact-in-words.ts';

/** One change: who, when, from where, and all that was noted. Values that were sent are never kept. */
export function AuditDialog({
  entry,
  onClose,
}: {
  readonly entry: AuditEntry;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const [, change] = useUrlState();
  const { projects } = useMe();
  const { actor, project } = entry;
  const only = (filter: Readonly<Record<string, string>>): void => {
    change(filter);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`actions.${entry.action}`, { defaultValue: entry.action })}
      description={format.time(entry.at)}
      place="side"
    >
      <div className="grid gap-6">
        <Facts>
          <Fact name={t('column.outcome')}>
            <StatusBadge status={entry.status} code={null} /> {t(entry.status < 400 ? 'done' : 'refused')}
          </Fact>
          <Fact name={t('column.actor')}>
            {actor ? (
              <span className="flex flex-wrap items-center gap-2">
                {actor.name} <Badge>{t(`kind.${actor.kind}`)}</Badge>
                <span className="font-mono text-xs text-muted-foreground">{actor.id}</span>
              </span>
            ) : (
              t('nobody')
            )}
          </Fact>
          <Fact name={t('column.action')}>
            <code className="text-xs">{entry.action}</code>
          </Fact>
          <Fact name={t('address')}>{entry.ip}</Fact>
          <Fact name={t('column.project')}>
            {projects.find(({ id }) => id === project)?.name ?? project ?? '–'}
          </Fact>
        </Facts>
        <section className="grid gap-3">
          <h3 className="font-medium">{t('column.facts')}</h3>
          {Object.keys(entry.facts).length === 0 ? (
            <p className="text-sm text-muted-foreground">{t('noFacts')}</p>
          ) : (
            <dl className="divide-y rounded-md border text-sm">
              {Object.entries(entry.facts).map(([name, value]) => (
                <div key={name} className="grid gap-1 px-3 py-2 sm:grid-cols-[10rem_1fr]">
                  <dt className="font-mono text-xs text-muted-foreground">
                    {name === 'sent' ? t('sent') : name}
                  </dt>
                  <dd className="font-mono text-xs break-words">{factInWords(value)}</dd>
                </div>
              ))}
            </dl>
          )}
          <p className="text-xs text-muted-foreground">{t('valuesHint')}</p>
        </section>
        <div className="flex flex-wrap gap-2">
          {actor && (
            <Button onClick={() => only({ actor: actor.id })}>
              <ListFilter aria-hidden />
              {t('onlyActor', { name: actor.name })}
            </Button>
          )}
          <Button onClick={() => only({ action: entry.action })}>
            <ListFilter aria-hidden />
            {t('onlyAction')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
