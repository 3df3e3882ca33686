import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/url-state.ts';
import { useKeyNames } from '@/features/names/use-names.ts';
import { TimeRangeFields } from '@/features/time-range/time-range-fields.tsx';
import type { TimeRange } from '@/features/time-range/use-time-range.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';

/** What pictures are looked for by; it stands in the address. */
export function GalleryFilters({
  project,
  range,
  onRange,
}: {
  readonly project: string;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}) {
  const { t } = useTranslation('gallery');
  const [{ text = '', model = '', keyId = '' }, change] = useUrlState();
  const keys = useKeyNames(project);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={t('filter.text')} className="min-w-40 flex-1 sm:max-w-64">
        <Input type="search" value={text} onChange={({ target }) => change({ text: target.value })} />
      </Field>
      <Field label={t('filter.model')} className="min-w-36 flex-1 sm:max-w-56">
        <Input type="search" value={model} onChange={({ target }) => change({ model: target.value })} />
      </Field>
      {keys.size > 0 && (
        <Field label={t('filter.key')} className="min-w-36 flex-1 sm:max-w-48">
          <Select value={keyId} onChange={({ target }) => change({ keyId: target.value })}>
            <option value="">{t('filter.anyKey')}</option>
            {[...keys].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <TimeRangeFields
        range={range}
        offered={['all', 'hour', 'day', 'week', 'month', 'custom']}
        onChange={onRange}
      />
    </div>
  );
}
