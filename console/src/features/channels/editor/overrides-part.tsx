import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { complaintAtRow } from '@/ui/complaint.ts';
import { Input } from '@/ui/input.tsx';
import { OverrideRules } from './override-rules.tsx';
import type { PartProps } from './part.ts';
import type { HeaderRule, Overrides, ParameterRule } from './values.ts';

/** What changes about the channel's calls before they leave. */
export function OverridesPart({ values, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const { overrides } = values;
  const change = (part: Overrides): void => set({ overrides: { ...overrides, ...part } });
  return (
    <div className="grid gap-6">
      <OverrideRules<ParameterRule, 'path', Json>
        title={t('overrides.parameters')}
        hint={t('overrides.parametersHint')}
        add={t('overrides.addParameter')}
        remove={(number) => t('overrides.remove', { number })}
        rules={overrides.parameters}
        onChange={(parameters) => change({ parameters })}
        error={complaintAtRow(error, 'overrides.parameters')}
        subject="path"
        subjectLabel={t('overrides.path')}
        placeholder="reasoning.effort"
        valueInput={(value, onChange, marks) => <JsonInput {...marks} value={value} onChange={onChange} />}
      />
      <OverrideRules<HeaderRule, 'name', string>
        title={t('overrides.headers')}
        hint={t('overrides.headersHint')}
        add={t('overrides.addHeader')}
        remove={(number) => t('overrides.removeHeader', { number })}
        rules={overrides.headers}
        onChange={(headers) => change({ headers })}
        error={complaintAtRow(error, 'overrides.headers')}
        subject="name"
        subjectLabel={t('overrides.header')}
        placeholder="X-Organization"
        valueInput={(value, onChange, marks) => (
          <Input
            {...marks}
            aria-label={t('overrides.value')}
            placeholder={t('overrides.value')}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      />
    </div>
  );
}

type Json = Extract<ParameterRule, { action: 'set' }>['value'];

/** JSON, or a plain text where it is none. */
function JsonInput({
  value,
  onChange,
  ...marks
}: {
  readonly value: Json;
  readonly onChange: (value: Json) => void;
}) {
  const { t } = useTranslation('channels');
  const [text, setText] = useState(typeof value === 'string' ? value : JSON.stringify(value));
  const shown = JSON.stringify(read(text)) === JSON.stringify(value) ? text : write(value);
  return (
    <Input
      {...marks}
      aria-label={t('overrides.value')}
      placeholder={t('overrides.json')}
      className="font-mono text-xs"
      value={shown}
      onChange={({ target }) => {
        setText(target.value);
        onChange(read(target.value));
      }}
    />
  );
}

const write = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function read(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
