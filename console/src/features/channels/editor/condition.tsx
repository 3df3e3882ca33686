import { useTranslation } from 'react-i18next';
import { ListInput } from '@/ui/list-input.tsx';
import { Tick } from '@/ui/tick.tsx';
import type { ParameterRule } from './values.ts';

type When = ParameterRule['when'];
const OPERATIONS = ['chat', 'image', 'task'] as const;

interface Given {
  readonly models?: string[];
  readonly operations?: (typeof OPERATIONS)[number][];
}

/** When a rule holds; nothing given: always. */
export function Condition({
  value,
  onChange,
}: {
  readonly value: When;
  readonly onChange: (when: When) => void;
}) {
  const { t } = useTranslation('channels');
  const { models, operations = [] } = (value ?? {}) as Given;
  const set = (change: Given): void => {
    const next = { ...value, ...change };
    const kept = Object.entries(next).filter(([, list]) => list !== undefined && list.length > 0);
    onChange(kept.length > 0 ? (Object.fromEntries(kept) as When) : undefined);
  };
  const toggle = (operation: (typeof OPERATIONS)[number], on: boolean): void =>
    set({ operations: on ? [...operations, operation] : operations.filter((each) => each !== operation) });
  return (
    <details open={value !== undefined}>
      <summary className="cursor-pointer text-xs text-muted-foreground">{t('condition.title')}</summary>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        <ListInput
          label={t('condition.models')}
          hint={t('condition.modelsHint')}
          value={models}
          onChange={(next) => set({ models: next })}
        />
        <fieldset className="flex flex-wrap content-start gap-4">
          <legend className="mb-1.5 text-sm font-medium">{t('condition.operations')}</legend>
          {OPERATIONS.map((each) => (
            <Tick key={each} checked={operations.includes(each)} onChange={(on) => toggle(each, on)}>
              {t(`condition.operation.${each}`)}
            </Tick>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
