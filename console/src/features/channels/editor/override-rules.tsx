import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Input, Select } from '@/ui/input.tsx';
import { Rows, type RowsError } from '@/ui/rows.tsx';
import { Condition } from './condition.tsx';
import type { HeaderRule, ParameterRule } from './values.ts';

const ACTIONS = ['set', 'delete', 'rename'] as const;
type Action = (typeof ACTIONS)[number];

interface OverrideRulesProps<Rule, Subject, Value> {
  readonly title: string;
  readonly hint: string;
  readonly add: string;
  readonly remove: (number: number) => string;
  readonly rules: readonly Rule[];
  readonly onChange: (rules: Rule[]) => void;
  readonly error: RowsError | undefined;
  /** The member that says what a rule is about. */
  readonly subject: Subject;
  readonly subjectLabel: string;
  readonly placeholder: string;
  readonly valueInput: (value: Value, onChange: (value: Value) => void, marks: object) => ReactNode;
}

/** A rule whatever it is about, open enough to be written by one form. */
interface OpenRule {
  readonly action: Action;
  readonly when?: ParameterRule['when'];
  readonly [member: string]: unknown;
}

/** Rules that set, delete or rename something of a call, each under a condition. */
export function OverrideRules<
  Rule extends ParameterRule | HeaderRule,
  Subject extends 'path' | 'name',
  Value,
>({
  rules,
  onChange,
  subject,
  subjectLabel,
  placeholder,
  valueInput,
  ...list
}: OverrideRulesProps<Rule, Subject, Value>) {
  const { t } = useTranslation('channels');
  return (
    <Rows<OpenRule>
      {...list}
      items={rules as readonly OpenRule[]}
      onChange={(next) => onChange(next as unknown as Rule[])}
      blank={withAction('set', { action: 'set', [subject]: '' }, subject)}
    >
      {(rule, set, _, complains) => (
        <>
          <div className="grid gap-2 sm:grid-cols-[8rem_1fr_1fr]">
            <Select
              aria-label={t('overrides.action')}
              value={rule.action}
              onChange={({ target }) => set(withAction(target.value as Action, rule, subject))}
            >
              {ACTIONS.map((each) => (
                <option key={each} value={each}>
                  {t(`overrides.actions.${each}`)}
                </option>
              ))}
            </Select>
            <Input
              aria-label={subjectLabel}
              placeholder={placeholder}
              {...complains(subject)}
              value={String(rule[subject])}
              onChange={({ target }) => set({ ...rule, [subject]: target.value })}
            />
            {rule.action === 'set' &&
              valueInput(rule.value as Value, (value) => set({ ...rule, value }), complains('value'))}
            {rule.action === 'rename' && (
              <Input
                aria-label={t('overrides.to')}
                placeholder={t('overrides.to')}
                {...complains('to')}
                value={String(rule.to)}
                onChange={({ target }) => set({ ...rule, to: target.value })}
              />
            )}
          </div>
          <Condition value={rule.when} onChange={(when) => set({ ...rule, when })} />
        </>
      )}
    </Rows>
  );
}

/** What the rule is about and when it holds stay as they are. */
function withAction(action: Action, { when, ...before }: OpenRule, subject: string): OpenRule {
  return {
    ...{ action, [subject]: before[subject] },
    ...(action === 'set' && { value: '' }),
    ...(action === 'rename' && { to: '' }),
    ...(when && { when }),
  };
}
