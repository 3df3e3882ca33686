import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Input } from '@/ui/input.tsx';
import { Rows, type RowsError } from '@/ui/rows.tsx';

interface Mapping {
  from: string;
  to: string;
  regex?: boolean | undefined;
}

/** Which model a name stands for; the first mapping that fits decides. */
export function MappingsInput({
  value,
  onChange,
  error,
}: {
  readonly value: readonly Mapping[];
  readonly onChange: (value: Mapping[]) => void;
  readonly error?: RowsError | undefined;
}) {
  const { t } = useTranslation('keys');
  return (
    <Rows<Mapping>
      title={t('mapping.title')}
      items={value}
      onChange={onChange}
      blank={{ from: '', to: '' }}
      add={t('mapping.add')}
      remove={(number) => t('mapping.remove', { from: value[number - 1]?.from ?? '' })}
      error={error}
    >
      {(mapping, set, _, complains) => (
        <div className="flex flex-wrap items-center gap-2">
          <Input
            required
            className="min-w-32 flex-1"
            aria-label={t('mapping.from')}
            placeholder={t('mapping.from')}
            {...complains('from')}
            value={mapping.from}
            onChange={({ target }) => set({ ...mapping, from: target.value })}
          />
          <ArrowRight aria-hidden className="size-4 text-muted-foreground" />
          <Input
            required
            className="min-w-32 flex-1"
            aria-label={t('mapping.to')}
            placeholder={t('mapping.to')}
            {...complains('to')}
            value={mapping.to}
            onChange={({ target }) => set({ ...mapping, to: target.value })}
          />
          <label className="flex items-center gap-1.5 text-xs">
            <input
              type="checkbox"
              checked={mapping.regex ?? false}
              onChange={({ target }) => set({ ...mapping, regex: target.checked })}
            />
            {t('mapping.regex')}
          </label>
        </div>
      )}
    </Rows>
  );
}
