import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { useUserNames } from '../names/use-names.ts';
import { TimeRangeFields } from '../time-range/time-range-fields.tsx';
import type { TimeRange } from '../time-range/use-time-range.ts';
import type { AuditEntry } from './audit.tsx';

interface AuditFiltersProps {
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
  /** Shown now: what they name can be chosen. */
  readonly entries: readonly AuditEntry[];
}

export function AuditFilters({ range, onRange, entries }: AuditFiltersProps) {
  const { t } = useTranslation('audit');
  const [{ actor = '', action = '', project = '', outcome = '' }, change] = useUrlState();
  const { projects } = useMe();
  const actors = new Map([
    ...useUserNames(''),
    ...entries.flatMap((entry) => (entry.actor ? [[entry.actor.id, entry.actor.name] as const] : [])),
    ...(actor && !entries.length ? [[actor, actor] as const] : []),
  ]);
  const actions = [...new Set(entries.map((entry) => entry.action))].sort();
  const isFiltered = [actor, action, project, outcome].some((text) => text !== '');
  return (
    <div className="flex flex-wrap items-end gap-3">
      <TimeRangeFields
        range={range}
        offered={['all', 'day', 'week', 'month', 'quarter', 'custom']}
        onChange={onRange}
      />
      <Field label={t('column.actor')} className="min-w-40 flex-1 sm:flex-none">
        <Select value={actor} onChange={({ target }) => change({ actor: target.value })}>
          <option value="">{t('all')}</option>
          {[...actors].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('column.action')} className="min-w-48 flex-1 sm:flex-none">
        <Input
          type="search"
          list="audit-actions"
          spellCheck={false}
          defaultValue={action}
          key={action}
          placeholder="createKey"
          onBlur={({ target }) => change({ action: target.value.trim() })}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') change({ action: currentTarget.value.trim() });
          }}
        />
      </Field>
      <datalist id="audit-actions">
        {actions.map((each) => (
          <option key={each} value={each} label={t(`actions.${each}`, { defaultValue: each })} />
        ))}
      </datalist>
      <Field label={t('column.project')} className="min-w-40 flex-1 sm:flex-none">
        <Select value={project} onChange={({ target }) => change({ project: target.value })}>
          <option value="">{t('all')}</option>
          {projects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('column.outcome')} className="min-w-32 flex-1 sm:flex-none">
        <Select value={outcome} onChange={({ target }) => change({ outcome: target.value })}>
          <option value="">{t('all')}</option>
          <option value="done">{t('done')}</option>
          <option value="refused">{t('refused')}</option>
        </Select>
      </Field>
      {isFiltered && (
        <Button
          kind="ghost"
          onClick={() =>
            change({ actor: undefined, action: undefined, project: undefined, outcome: undefined })
          }
        >
          {t('clear')}
        </Button>
      )}
    </div>
  );
}
