import { useTranslation } from 'react-i18next';
import { cn } from '@/ui/cn.ts';
import { faceOf, type Step } from './use-studio.ts';

interface HistoryProps {
  readonly steps: readonly Step[];
  readonly shown: number | undefined;
  readonly onShow: (step: number) => void;
}

/** What was made from what: edits hang below the step they start from. */
export function History(props: HistoryProps) {
  const { t } = useTranslation('studio');
  if (props.steps.length === 0) return null;
  return (
    <nav aria-label={t('history.title')} className="grid gap-1">
      <h2 className="text-sm font-medium">{t('history.title')}</h2>
      <Branch {...props} parent={null} />
    </nav>
  );
}

function Branch({ parent, ...props }: HistoryProps & { readonly parent: number | null }) {
  const { steps, shown, onShow } = props;
  const own = steps.filter((step) => step.parent === parent);
  if (own.length === 0) return null;
  return (
    <ul className={cn('grid gap-1', parent !== null && 'ml-5 border-l pl-2')}>
      {own.map((step) => {
        const face = faceOf(step);
        return (
          <li key={step.id} className="grid gap-1">
            <button
              type="button"
              aria-current={step.id === shown ? 'step' : undefined}
              onClick={() => onShow(step.id)}
              className={cn(
                'flex w-full min-w-0 cursor-pointer items-center gap-2 rounded-md p-1.5 text-left text-sm hover:bg-muted',
                step.id === shown && 'bg-muted',
              )}
            >
              {face ? (
                <img src={face.url} alt="" className="size-9 shrink-0 rounded object-cover" />
              ) : (
                <span className="size-9 shrink-0 rounded bg-muted" />
              )}
              <span className="truncate">{step.prompt}</span>
              {step.runs.length > 1 && (
                <span className="ml-auto shrink-0 text-xs text-muted-foreground">× {step.runs.length}</span>
              )}
            </button>
            <Branch {...props} parent={step.id} />
          </li>
        );
      })}
    </ul>
  );
}
