import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/url-state.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { useKeyNames } from '../names/use-names.ts';
import { TimeRangeFields } from '../time-range/time-range-fields.tsx';
import type { TimeRange } from '../time-range/use-time-range.ts';

const MORE = [
  'channel',
  'keyId',
  'status',
  'errorCode',
  'minCostUsd',
  'traceId',
  'threadId',
  'text',
] as const;
const ALL = ['model', 'outcome', 'hasImages', ...MORE] as const;
const FIELD = 'min-w-36 flex-1 sm:w-44 sm:flex-none';

interface RequestFiltersProps {
  readonly project: string;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}

/** The usual ones, and the rest when they are asked for or in use. They stand in the address. */
export function RequestFilters({ project, range, onRange }: RequestFiltersProps) {
  const { t } = useTranslation('requests');
  const [state, change] = useUrlState();
  const [open, setOpen] = useState(MORE.some((name) => state[name] !== undefined));
  const keys = useKeyNames(project);
  const choice = (name: string, options: readonly (readonly [string, string])[]) => (
    <Field label={t(`filter.${name}`)} className={FIELD}>
      <Select value={state[name] ?? ''} onChange={({ target }) => change({ [name]: target.value })}>
        <option value="">{t('filter.all')}</option>
        {options.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
  const written = (name: string, rest: { readonly type?: string; readonly placeholder?: string } = {}) => (
    <Field label={t(`filter.${name}`)} className={FIELD}>
      <Written
        key={state[name] ?? ''}
        value={state[name] ?? ''}
        onChange={(text) => change({ [name]: text })}
        {...rest}
      />
    </Field>
  );
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <TimeRangeFields
          range={range}
          offered={['all', 'hour', 'day', 'week', 'month', 'custom']}
          onChange={onRange}
        />
        {written('model')}
        {choice('outcome', [
          ['ok', t('filter.ok')],
          ['failed', t('filter.failed')],
        ])}
        {choice('hasImages', [
          ['true', t('filter.withImages')],
          ['false', t('filter.withoutImages')],
        ])}
        <Button kind="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'filter.fewer' : 'filter.more')}
        </Button>
        {ALL.some((name) => state[name] !== undefined) && (
          <Button
            kind="ghost"
            onClick={() => change(Object.fromEntries(ALL.map((name) => [name, undefined])))}
          >
            {t('filter.clear')}
          </Button>
        )}
      </div>
      {open && (
        <div className="flex flex-wrap items-end gap-3 rounded-lg border bg-surface p-3">
          {written('channel')}
          {choice('keyId', [...keys])}
          {written('status', { type: 'number', placeholder: '429' })}
          {written('errorCode', { placeholder: 'rate_limited' })}
          {written('minCostUsd', { type: 'number', placeholder: '0.10' })}
          {written('traceId')}
          {written('threadId')}
          {written('text')}
        </div>
      )}
    </div>
  );
}

/** Counts once it is written to its end: with Enter, or on leaving. */
function Written({
  value,
  onChange,
  type = 'search',
  ...rest
}: {
  readonly id?: string;
  readonly type?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const tell = (text: string): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <Input
      {...rest}
      type={type}
      step="any"
      min={0}
      spellCheck={false}
      defaultValue={value}
      onBlur={({ target }) => tell(target.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') tell(currentTarget.value);
      }}
    />
  );
}
