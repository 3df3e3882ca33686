import { CornerUpLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import type { Step } from './use-studio.ts';

/** What was asked for, with what it started from. */
export function StepHeader({ step, onTakeUp }: { readonly step: Step; readonly onTakeUp: () => void }) {
  const { t } = useTranslation('studio');
  return (
    <header className="flex flex-wrap items-center gap-3">
      {step.references.map(({ url }, index) => (
        <img
          key={url}
          src={url}
          alt={t('references.alt', { number: index + 1 })}
          className="size-10 rounded border object-cover"
        />
      ))}
      <h2 className="min-w-0 flex-1 text-sm font-medium break-words">{step.prompt}</h2>
      <Button size="small" kind="ghost" onClick={onTakeUp}>
        <CornerUpLeft aria-hidden />
        {t('takeUp')}
      </Button>
    </header>
  );
}
