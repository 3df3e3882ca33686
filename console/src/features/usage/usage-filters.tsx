import { useTranslation } from 'react-i18next';
import { useMayEverywhere } from '@/app/session.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { TimeRangeFields } from '../time-range/time-range-fields.tsx';
import { ZoneField } from '../time-range/zone-field.tsx';
import { MEASURES } from './measures.ts';
import type { UsageQuery } from './use-usage-query.ts';

const FIELD = 'min-w-36 flex-1 sm:w-40 sm:flex-none';

/** @param zone of the project, whose days count unless another one is named */
export function UsageFilters({ asked, zone }: { readonly asked: UsageQuery; readonly zone: string }) {
  const { t } = useTranslation('usage');
  const mayEverywhere = useMayEverywhere();
  const { state, change, range, setRange, by, offered, measure } = asked;
  const choice = (label: string, value: string, name: string, options: readonly [string, string][]) => (
    <Field label={label} className={FIELD}>
      <Select value={value} onChange={({ target }) => change({ [name]: target.value })}>
        {options.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
  const written = (label: string, name: string) => (
    <Field label={label} className={FIELD}>
      <Input
        key={state[name] ?? ''}
        type="search"
        spellCheck={false}
        defaultValue={state[name] ?? ''}
        onBlur={({ target }) => change({ [name]: target.value.trim() })}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') change({ [name]: currentTarget.value.trim() });
        }}
      />
    </Field>
  );
  const dimensions = offered.map((name): [string, string] => [name, t(`dimensions.${name}`)]);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <TimeRangeFields
        range={range}
        offered={['hour', 'day', 'week', 'month', 'quarter', 'custom']}
        onChange={setRange}
      />
      {mayEverywhere('usage:read') &&
        choice(t('where.label'), asked.everywhere ? 'all' : '', 'where', [
          ['', t('where.project')],
          ['all', t('where.all')],
        ])}
      {choice(
        t('measure'),
        measure,
        'measure',
        MEASURES.map((name) => [name, t(`measures.${name}`)]),
      )}
      {choice(t('by'), by[0] ?? 'none', 'by', [...dimensions, ['none', t('none')]])}
      {by.length > 0 &&
        choice(t('then'), by[1] ?? '', 'then', [
          ['', t('none')],
          ...dimensions.filter(([name]) => name !== by[0]),
        ])}
      {written(t('dimensions.model'), 'model')}
      {written(t('dimensions.channel'), 'channel')}
      <ZoneField zone={state.zone ?? ''} placeholder={zone} onChange={(next) => change({ zone: next })} />
    </div>
  );
}
