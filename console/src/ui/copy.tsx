import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

const SHOWN_MS = 1_500;

/** Copies a text and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), SHOWN_MS);
  };
  return (
    <Button
      size={label === undefined ? 'icon' : 'normal'}
      onClick={() => void copy()}
      aria-label={done ? t('action.copied') : t('action.copy')}
    >
      {done ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      {label}
    </Button>
  );
}
