import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/ui/cn.ts';
import { Input } from '@/ui/input.tsx';

interface Choosable {
  readonly id: string;
  readonly provider: string;
}

/** More than these are found by searching. */
const FEW = 8;

/** Several may be chosen: they are run side by side. */
export function ModelChoice({
  models,
  chosen,
  onChange,
}: {
  readonly models: readonly Choosable[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const { t } = useTranslation('studio');
  const id = useId();
  const [search, setSearch] = useState('');
  const found = models.filter(
    (model) => chosen.includes(model.id) || model.id.toLowerCase().includes(search.toLowerCase()),
  );
  const toggle = (model: string): void =>
    onChange(chosen.includes(model) ? chosen.filter((each) => each !== model) : [...chosen, model]);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">{t('models.title')}</legend>
      {models.length > FEW && (
        <Input
          type="search"
          aria-label={t('models.search')}
          placeholder={t('models.search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      )}
      <div className="grid max-h-44 gap-1 overflow-y-auto rounded-md border p-2">
        {found.map((model) => (
          <label
            key={model.id}
            htmlFor={`${id}-${model.id}`}
            className={cn(
              'flex cursor-pointer items-center gap-2 rounded px-2 py-1 text-sm hover:bg-muted',
              chosen.includes(model.id) && 'bg-muted font-medium',
            )}
          >
            <input
              id={`${id}-${model.id}`}
              type="checkbox"
              className="size-4"
              checked={chosen.includes(model.id)}
              onChange={() => toggle(model.id)}
            />
            <span className="truncate">{model.id}</span>
            <span className="ml-auto text-xs text-muted-foreground">{model.provider}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
