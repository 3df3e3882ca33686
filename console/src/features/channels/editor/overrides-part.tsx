import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Input, Select } from '@/ui/input.tsx';
import { Rows } from '@/ui/rows.tsx';
import { complaintAt } from '../draft.ts';
import { Condition } from './condition.tsx';
import type { PartProps } from './part.ts';
import type { HeaderRule, ParameterRule } from './values.ts';

const ACTIONS = ['set', 'delete', 'rename'] as const;
type Action = (typeof ACTIONS)[number];

/** What changes about the channel's calls before they leave. */
export function OverridesPart({ values, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const { overrides } = values;
  return (
    <div className="grid gap-6">
      <Rows<ParameterRule>
        title={t('overrides.parameters')}
        hint={t('overrides.parametersHint')}
        items={overrides.parameters}
        onChange={(parameters) => set({ overrides: { ...overrides, parameters } })}
        blank={{ action: 'set', path: '', value: '' }}
        add={t('overrides.addParameter')}
        remove={(number) => t('overrides.remove', { number })}
        error={complaintAt(error, 'overrides.parameters')}
      >
        {(rule, setRule) => (
          <div className="grid gap-2">
            <div className="grid gap-2 sm:grid-cols-[8rem_1fr_1fr]">
              <ActionChoice value={rule.action} onChange={(action) => setRule(parameterRule(action, rule))} />
              <Input
                aria-label={t('overrides.path')}
                placeholder="reasoning.effort"
                value={rule.path}
                onChange={({ target }) => setRule({ ...rule, path: target.value })}
              />
              {rule.action === 'set' && (
                <JsonInput value={rule.value} onChange={(value) => setRule({ ...rule, value })} />
              )}
              {rule.action === 'rename' && (
                <Input
                  aria-label={t('overrides.to')}
                  placeholder={t('overrides.to')}
                  value={rule.to}
                  onChange={({ target }) => setRule({ ...rule, to: target.value })}
                />
              )}
            </div>
            <Condition value={rule.when} onChange={(when) => setRule({ ...rule, when })} />
          </div>
        )}
      </Rows>
      <Rows<HeaderRule>
        title={t('overrides.headers')}
        hint={t('overrides.headersHint')}
        items={overrides.headers}
        onChange={(headers) => set({ overrides: { ...overrides, headers } })}
        blank={{ action: 'set', name: '', value: '' }}
        add={t('overrides.addHeader')}
        remove={(number) => t('overrides.removeHeader', { number })}
        error={complaintAt(error, 'overrides.headers')}
      >
        {(rule, setRule) => (
          <div className="grid gap-2">
            <div className="grid gap-2 sm:grid-cols-[8rem_1fr_1fr]">
              <ActionChoice value={rule.action} onChange={(action) => setRule(headerRule(action, rule))} />
              <Input
                aria-label={t('overrides.header')}
                placeholder="X-Organization"
                value={rule.name}
                onChange={({ target }) => setRule({ ...rule, name: target.value })}
              />
              {rule.action === 'set' && (
                <Input
                  aria-label={t('overrides.value')}
                  placeholder={t('overrides.value')}
                  value={rule.value}
                  onChange={({ target }) => setRule({ ...rule, value: target.value })}
                />
              )}
              {rule.action === 'rename' && (
                <Input
                  aria-label={t('overrides.to')}
                  placeholder={t('overrides.to')}
                  value={rule.to}
                  onChange={({ target }) => setRule({ ...rule, to: target.value })}
                />
              )}
            </div>
            <Condition value={rule.when} onChange={(when) => setRule({ ...rule, when })} />
          </div>
        )}
      </Rows>
    </div>
  );
}

const withCondition = <Rule extends object>(
  rule: Rule,
  { when }: { readonly when?: ParameterRule['when'] },
) => ({
  ...rule,
  ...(when && { when }),
});

function parameterRule(action: Action, before: ParameterRule): ParameterRule {
  const { path } = before;
  if (action === 'set') return withCondition({ action, path, value: '' }, before);
  return withCondition(action === 'rename' ? { action, path, to: '' } : { action, path }, before);
}

function headerRule(action: Action, before: HeaderRule): HeaderRule {
  const { name } = before;
  if (action === 'set') return withCondition({ action, name, value: '' }, before);
  return withCondition(action === 'rename' ? { action, name, to: '' } : { action, name }, before);
}

function ActionChoice({
  value,
  onChange,
}: {
  readonly value: Action;
  readonly onChange: (action: Action) => void;
}) {
  const { t } = useTranslation('channels');
  return (
    <Select
      aria-label={t('overrides.action')}
      value={value}
      onChange={({ target }) => onChange(target.value as Action)}
    >
      {ACTIONS.map((each) => (
        <option key={each} value={each}>
          {t(`overrides.actions.${each}`)}
        </option>
      ))}
    </Select>
  );
}

type Json = Extract<ParameterRule, { action: 'set' }>['value'];

/** JSON, or a plain text where it is none. */
function JsonInput({ value, onChange }: { readonly value: Json; readonly onChange: (value: Json) => void }) {
  const { t } = useTranslation('channels');
  const [text, setText] = useState(typeof value === 'string' ? value : JSON.stringify(value));
  const shown = JSON.stringify(read(text)) === JSON.stringify(value) ? text : write(value);
  return (
    <Input
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
