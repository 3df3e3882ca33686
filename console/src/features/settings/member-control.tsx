import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Input, Select, Textarea } from '@/ui/input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import { Switch } from '@/ui/switch.tsx';
import { RoleSelect } from '../people/role-select.tsx';
import { ColourInput } from './colour-input.tsx';
import type { MemberRowProps } from './member-row.tsx';
import { MembershipsInput } from './memberships-input.tsx';
import { SecretInput } from './secret-input.tsx';

interface MemberControlProps extends MemberRowProps {
  readonly id: string;
  /** Ids of what is told about it. */
  readonly told: string;
}

/** The control of a setting, as its schema asks for. */
export function MemberControl(props: MemberControlProps) {
  const { section, member, id, told, value, error, onChange } = props;
  const { t } = useTranslation('settings');
  const { how, nullable, name } = member;
  const common = { id, 'aria-describedby': told, ...(error !== undefined && { 'aria-invalid': true }) };
  if (section === 'oidc' && name === 'defaultRole') {
    return (
      <RoleSelect
        {...common}
        level="system"
        none={t('none')}
        value={String(value ?? '')}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
      />
    );
  }
  if (section === 'general' && name === 'accent')
    return <ColourInput {...common} value={value} onChange={onChange} />;
  switch (how.kind) {
    case 'truth':
      return <Switch {...common} checked={value === true} onChange={onChange} />;
    case 'number':
      return (
        <NumberInput
          {...common}
          required={!nullable}
          min={how.min}
          max={how.max}
          step={how.whole ? 1 : 'any'}
          value={typeof value === 'number' ? value : undefined}
          onChange={(number) => onChange(number ?? null)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          value={String(value ?? '')}
          onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
        >
          {nullable && <option value="">{t('asConfigured')}</option>}
          {how.options.map((option) => (
            <option key={option} value={option}>
              {t(`members.${section}.${name}.options.${option}`, { defaultValue: option })}
            </option>
          ))}
        </Select>
      );
    case 'secret':
      return <SecretInput {...common} isSet={props.isSet} value={value} onChange={onChange} />;
    case 'texts':
      return <TextsInput {...common} value={value as readonly string[]} onChange={onChange} />;
    case 'long-text':
      return (
        <Textarea
          {...common}
          rows={3}
          maxLength={how.max}
          value={String(value ?? '')}
          onChange={({ target }) => onChange(target.value === '' && nullable ? null : target.value)}
        />
      );
    case 'text':
      return (
        <Input
          {...common}
          spellCheck={false}
          autoComplete="off"
          value={String(value ?? '')}
          onChange={({ target }) => onChange(target.value === '' && nullable ? null : target.value)}
        />
      );
    case 'other':
      return <MembershipsInput id={id} value={value} onChange={onChange} />;
  }
}

/** A list of texts, one a line. */
function TextsInput({
  value,
  onChange,
  ...rest
}: {
  readonly id: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}) {
  const [text, setText] = useState(value.join('\n'));
  return (
    <Textarea
      rows={3}
      spellCheck={false}
      className="font-mono text-xs"
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        const lines = target.value.split('\n').map((line) => line.trim());
        onChange(lines.filter((line) => line !== ''));
      }}
      {...rest}
    />
  );
}
