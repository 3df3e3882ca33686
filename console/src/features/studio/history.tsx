import { useTranslation } from 'react-i18next';
import { cn } from '@/ui/cn.ts';
import { faceOf, type Step, treeOf } from './use-studio.ts';

/** What was made from what: edits hang below the step they start from. */
export function History({
  steps,
  shown,
  onShow,
}: {
  readonly steps: readonly Step[];
  readonly shown: number | undefined;
  readonly onShow: (step: number) => void;
}) {
  const { t } = useTranslation('studio');
  if (steps.length === 0) return null;
  return (
    <nav aria-label={t('history.title')} className="grid gap-1">
      <h2 className="text-sm font-medium">{t('history.title')}</h2>
      <ul className="grid gap-1">
        {treeOf(steps).map(({ step, depth }) => {
          const face = faceOf(step);
          return (
            <li key={step.id} style={{ paddingInlineStart: `${depth * 1.25}rem` }}>
              <button
                type="button"
                aria-current={step.id === shown ? 'step' : undefined}
                onClick={() => onShow(step.id)}
                className={cn(
                  'flex w-full cursor-pointer items-center gap-2 rounded-md p-1.5 text-left text-sm hover:bg-muted',
                  step.id === shown && 'bg-muted',
                )}
              >
                {face ? (
                  <img src={face.url} alt="" className="size-9 rounded object-cover" />
                ) : (
                  <span className="size-9 rounded bg-muted" />
                )}
                <span className="truncate">{step.prompt}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
