import { useTranslation } from 'react-i18next';
import { complaintAt } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Tick } from '@/ui/tick.tsx';
import type { Settings } from './draft.ts';

/** One member of a provider's JSON Schema, as far as a form needs it. */
interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly writeOnly?: boolean;
}

interface SettingsInputProps {
  /** JSON Schema of the provider type; null: it has no settings. */
  readonly schema: { readonly [member: string]: unknown } | null;
  readonly value: Settings;
  readonly onChange: (value: Settings) => void;
  /** Secret settings that are set and never told. */
  readonly set?: readonly string[];
  readonly error?: unknown;
}

/** The settings only the provider understands, as its type describes them. */
export function SettingsInput({ schema, value, onChange, set = [], error }: SettingsInputProps) {
  const properties = Object.entries((schema?.properties ?? {}) as { readonly [name: string]: Property });
  const change = (name: string, next: Settings[string] | undefined): void => {
    const { [name]: _, ...rest } = value;
    onChange(next === undefined ? rest : { ...rest, [name]: next });
  };
  return properties.map(([name, property]) => (
    <Setting
      key={name}
      name={name}
      property={property}
      value={value[name]}
      isSet={set.includes(name)}
      error={complaintAt(error, `settings.${name}`)}
      onChange={(next) => change(name, next)}
    />
  ));
}

function Setting({
  name,
  property,
  value,
  isSet,
  error,
  onChange,
}: {
  readonly name: string;
  readonly property: Property;
  readonly value: Settings[string] | undefined;
  readonly isSet: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: Settings[string] | undefined) => void;
}) {
  const { t } = useTranslation('channels');
  const { type, description, writeOnly } = property;
  const standard = property.default === undefined ? '' : String(property.default);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
  if (type === 'boolean') {
    return (
      <Tick checked={(value ?? property.default) === true} onChange={onChange} hint={description}>
        {name}
      </Tick>
    );
  }
  if (property.enum) {
    return (
      <Field label={name} hint={description} error={error}>
        <Select value={text || standard} onChange={({ target }) => onChange(target.value)}>
          {property.enum.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Select>
      </Field>
    );
  }
  const isNumber = type === 'number' || type === 'integer';
  const read = (given: string) => (given === '' ? undefined : isNumber ? Number(given) : given);
  return (
    <Field label={name} hint={description} error={error}>
      <Input
        type={writeOnly ? 'password' : isNumber ? 'number' : 'text'}
        autoComplete="off"
        value={text}
        placeholder={isSet ? t('form.kept') : standard}
        onChange={({ target }) => onChange(read(target.value))}
      />
    </Field>
  );
}
