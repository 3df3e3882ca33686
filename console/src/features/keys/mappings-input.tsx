import { ArrowRight, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Input } from '@/ui/input.tsx';

interface Mapping {
  from: string;
  to: string;
  regex?: boolean | undefined;
}

/** Which model a name stands for; the first mapping that fits decides. */
export function MappingsInput({
  value,
  onChange,
}: {
  readonly value: readonly Mapping[];
  readonly onChange: (value: Mapping[]) => void;
}) {
  const { t } = useTranslation('keys');
  const set = (index: number, change: Partial<Mapping>): void =>
    onChange(value.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <div className="grid gap-2">
      <h4 className="text-sm font-medium">{t('mapping.title')}</h4>
      {value.map(({ from, to, regex = false }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: mappings have no name of their own
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Input
            className="min-w-32 flex-1"
            aria-label={t('mapping.from')}
            placeholder={t('mapping.from')}
            value={from}
            onChange={({ target }) => set(index, { from: target.value })}
          />
          <ArrowRight aria-hidden className="size-4 text-muted-foreground" />
          <Input
            className="min-w-32 flex-1"
            aria-label={t('mapping.to')}
            placeholder={t('mapping.to')}
            value={to}
            onChange={({ target }) => set(index, { to: target.value })}
          />
          <label className="flex items-center gap-1.5 text-xs">
            <input
              type="checkbox"
              checked={regex}
              onChange={({ target }) => set(index, { regex: target.checked })}
            />
            {t('mapping.regex')}
          </label>
          <Button
            kind="ghost"
            size="icon"
            aria-label={t('mapping.remove', { from })}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onChange([...value, { from: '', to: '' }])}
      >
        <Plus aria-hidden />
        {t('mapping.add')}
      </Button>
    </div>
  );
}
