import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { TimeZoneInput } from '@/ui/time-zone-input.tsx';

/** Where days begin; empty: where the project's do. */
export function ZoneField({
  zone,
  placeholder,
  onChange,
}: {
  readonly zone: string;
  /** The project's. */
  readonly placeholder: string;
  readonly onChange: (zone: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Field label={t('range.zone')} className="min-w-36 flex-1 sm:flex-none">
      <TimeZoneInput
        key={zone}
        defaultValue={zone}
        placeholder={placeholder}
        onChange={({ target }) => {
          if (target.value === '' || isZone(target.value)) onChange(target.value);
        }}
      />
    </Field>
  );
}

const isZone = (name: string): boolean => name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
