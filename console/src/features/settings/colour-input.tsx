import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Input } from '@/ui/input.tsx';

interface ColourInputProps {
  readonly id: string;
  /** As `#4f46e5`; null: none. */
  readonly value: unknown;
  readonly onChange: (value: string | null) => void;
}

const COLOUR = /^#[0-9a-f]{6}$/i;

/** A colour by eye or by its number. */
export function ColourInput({ id, value, onChange, ...rest }: ColourInputProps) {
  const { t } = useTranslation('settings');
  const text = typeof value === 'string' ? value : '';
  return (
    <div className="flex items-center gap-2">
      <input
        type="color"
        aria-label={t('colour.choose')}
        className="size-9 shrink-0 cursor-pointer rounded-md border bg-surface p-1"
        value={COLOUR.test(text) ? text : '#4f46e5'}
        onChange={({ target }) => onChange(target.value)}
      />
      <Input
        id={id}
        {...rest}
        className="font-mono"
        placeholder="#4f46e5"
        spellCheck={false}
        value={text}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
      />
      {value !== null && (
        <Button size="small" onClick={() => onChange(null)}>
          {t('colour.own')}
        </Button>
      )}
    </div>
  );
}
