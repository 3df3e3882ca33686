import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import type { RangeName, TimeRange } from './use-time-range.ts';

interface TimeRangeFieldsProps {
  readonly range: TimeRange;
  readonly offered: readonly RangeName[];
  readonly onChange: (range: TimeRange) => void;
}

/** A stretch of time that ends now, or one from and until any moment. */
export function TimeRangeFields({ range, offered, onChange }: TimeRangeFieldsProps) {
  const { t } = useTranslation();
  const choose = (name: RangeName): void => onChange({ ...range, name });
  return (
    <>
      <Field label={t('range.label')} className="min-w-36 flex-1 sm:flex-none">
        <Select value={range.name} onChange={({ target }) => choose(target.value as RangeName)}>
          {offered.map((name) => (
            <option key={name} value={name}>
              {t(`range.${name}`)}
            </option>
          ))}
        </Select>
      </Field>
      {range.name === 'custom' && (
        <>
          <Moment
            label={t('range.since')}
            value={range.since}
            onChange={(since) => onChange({ ...range, since })}
          />
          <Moment
            label={t('range.until')}
            value={range.until}
            onChange={(until) => onChange({ ...range, until })}
          />
        </>
      )}
    </>
  );
}

/** A time as the browser's clock shows it. */
function Moment({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (time: number | undefined) => void;
}) {
  return (
    <Field label={label} className="min-w-48 flex-1 sm:flex-none">
      <Input
        type="datetime-local"
        value={value === undefined ? '' : localText(value)}
        onChange={({ target }) =>
          onChange(target.value === '' ? undefined : new Date(target.value).getTime())
        }
      />
    </Field>
  );
}

/** As `2026-11-28T02:15`. */
function localText(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
