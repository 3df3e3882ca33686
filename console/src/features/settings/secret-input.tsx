import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Input } from '@/ui/input.tsx';

interface SecretInputProps {
  readonly id: string;
  readonly isSet: boolean;
  /** What was written; undefined: nothing was changed; null: it is to be taken away. */
  readonly value: unknown;
  readonly onChange: (value: string | null | undefined) => void;
}

/** A secret is never shown: it can be replaced or taken away. */
export function SecretInput({ isSet, value, onChange, ...rest }: SecretInputProps) {
  const { t } = useTranslation('settings');
  const [writing, setWriting] = useState(!isSet);
  if (writing) {
    return (
      <Input
        type="password"
        autoComplete="new-password"
        placeholder={isSet ? t('secret.new') : t('secret.none')}
        value={typeof value === 'string' ? value : ''}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        {...rest}
      />
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Badge tone={value === null ? 'warning' : 'good'}>
        {t(value === null ? 'secret.going' : 'secret.kept')}
      </Badge>
      <Button {...rest} size="small" onClick={() => setWriting(true)}>
        {t('secret.replace')}
      </Button>
      <Button size="small" onClick={() => onChange(value === null ? undefined : null)}>
        {t(value === null ? 'secret.keep' : 'secret.remove')}
      </Button>
    </div>
  );
}
