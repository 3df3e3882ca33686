import { useTranslation } from 'react-i18next';
import { Input, Select } from '@/ui/input.tsx';
import { Rows, type RowsError } from '@/ui/rows.tsx';

const MEASURES = ['requests', 'tokens', 'images', 'cost'] as const;
const PERIODS = ['minute', 'hour', 'day', 'month', 'total'] as const;

interface Quota {
  measure: (typeof MEASURES)[number];
  per: (typeof PERIODS)[number];
  limit: number;
}

export function QuotasInput({
  value,
  onChange,
  error,
}: {
  readonly value: readonly Quota[];
  readonly onChange: (value: Quota[]) => void;
  readonly error?: RowsError | undefined;
}) {
  const { t } = useTranslation('keys');
  return (
    <Rows<Quota>
      title={t('quota.title')}
      items={value}
      onChange={onChange}
      blank={{ measure: 'requests', per: 'day', limit: 1000 }}
      add={t('quota.add')}
      remove={() => t('quota.remove')}
      error={error}
    >
      {(quota, set, _, complains) => (
        <div className="grid gap-2 sm:grid-cols-3">
          <Input
            type="number"
            min={0}
            step={quota.measure === 'cost' ? 0.01 : 1}
            aria-label={t('quota.limit')}
            {...complains('limit')}
            value={quota.limit}
            onChange={({ target }) => set({ ...quota, limit: Number(target.value) })}
          />
          <Select
            aria-label={t('quota.measure')}
            {...complains('measure')}
            value={quota.measure}
            onChange={({ target }) => set({ ...quota, measure: target.value as Quota['measure'] })}
          >
            {MEASURES.map((each) => (
              <option key={each} value={each}>
                {t(`measure.${each}`)}
              </option>
            ))}
          </Select>
          <Select
            aria-label={t('quota.per')}
            {...complains('per')}
            value={quota.per}
            onChange={({ target }) => set({ ...quota, per: target.value as Quota['per'] })}
          >
            {PERIODS.map((each) => (
              <option key={each} value={each}>
                {t(`per.${each}`)}
              </option>
            ))}
          </Select>
        </div>
      )}
    </Rows>
  );
}
