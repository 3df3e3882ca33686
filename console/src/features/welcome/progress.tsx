import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/ui/cn.ts';
import { STEPS, type Step } from './step.ts';

/** Where in the wizard one is. */
export function Progress({ step }: { readonly step: Step }) {
  const { t } = useTranslation('welcome');
  const at = STEPS.indexOf(step);
  return (
    <ol aria-label={t('steps.title')} className="grid grid-cols-4 gap-2">
      {STEPS.map((each, index) => (
        <li
          key={each}
          aria-current={each === step ? 'step' : undefined}
          className={cn(
            'grid gap-2 border-t-2 pt-2 text-xs sm:text-sm',
            index <= at ? 'border-primary' : 'border-border text-muted-foreground',
            each === step && 'font-medium',
          )}
        >
          <span className="flex items-center gap-1.5">
            {index < at && <Check aria-hidden className="size-4 text-primary" />}
            {t(`steps.${each}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
