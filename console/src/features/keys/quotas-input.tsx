import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Input, Select } from '@/ui/input.tsx';

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
}: {
  readonly value: readonly Quota[];
  readonly onChange: (value: Quota[]) => void;
}) {
  const { t } = useTranslation('keys');
  const set = (index: number, change: Partial<Quota>): void =>
    onChange(value.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <div className="grid gap-2">
      <h4 className="text-sm font-medium">{t('quota.title')}</h4>
      {value.map(({ measure, per, limit }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: quotas have no name of their own
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Input
            type="number"
            min={0}
            step={measure === 'cost' ? 0.01 : 1}
            className="w-32"
            aria-label={t('quota.limit')}
            value={limit}
            onChange={({ target }) => set(index, { limit: Number(target.value) })}
          />
          <Select
            className="w-36"
            aria-label={t('quota.measure')}
            value={measure}
            onChange={({ target }) => set(index, { measure: target.value as Quota['measure'] })}
          >
            {MEASURES.map((each) => (
              <option key={each} value={each}>
                {t(`measure.${each}`)}
              </option>
            ))}
          </Select>
          <Select
            className="w-36"
            aria-label={t('quota.per')}
            value={per}
            onChange={({ target }) => set(index, { per: target.value as Quota['per'] })}
          >
            {PERIODS.map((each) => (
              <option key={each} value={each}>
                {t(`per.${each}`)}
              </option>
            ))}
          </Select>
          <Button
            kind="ghost"
            size="icon"
            aria-label={t('quota.remove')}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onChange([...value, { measure: 'requests', per: 'day', limit: 1000 }])}
      >
        <Plus aria-hidden />
        {t('quota.add')}
      </Button>
    </div>
  );
}
