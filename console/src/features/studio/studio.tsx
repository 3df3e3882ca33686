import { ImageOff, Sparkles } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '@/app/session.ts';
import { Page } from '@/ui/card.tsx';
import { cn } from '@/ui/cn.ts';
import { Empty, FailureNote, Loaded } from '@/ui/states.tsx';
import { History } from './history.tsx';
import { type ImageModel, useImageModels } from './image-models.ts';
import { Question } from './question.tsx';
import { RunCard } from './run-card.tsx';
import { StepHeader } from './step-header.tsx';
import { useDesk } from './use-desk.ts';
import { useDropped } from './use-dropped.ts';
import { useTakenUp } from './use-taken-up.ts';

export default function StudioPage() {
  const { t } = useTranslation('studio');
  const project = useProject();
  if (!project) return <Page title={t('title')}>{t('noProject')}</Page>;
  return <Studio key={project.id} project={project.id} />;
}

function Studio({ project }: { readonly project: string }) {
  const { t } = useTranslation('studio');
  const query = useImageModels(project);
  return (
    <Page title={t('title')} description={t('description')}>
      <Loaded query={query}>
        {(models) =>
          models.length > 0 ? (
            <Workbench project={project} models={models} />
          ) : (
            <Empty icon={ImageOff} title={t('models.none')}>
              {t('models.noneHint')}
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
}

function Workbench({
  project,
  models,
}: {
  readonly project: string;
  readonly models: readonly ImageModel[];
}) {
  const { t } = useTranslation('studio');
  const desk = useDesk(project, models);
  const { step } = desk;
  const problem = useTakenUp(
    project,
    models.map(({ id }) => id),
    desk,
  );
  const results = useRef<HTMLDivElement>(null);
  // On a phone they are below the form.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step is another result to look at
  useEffect(() => {
    const below = (results.current?.getBoundingClientRect().top ?? 0) > window.innerHeight;
    if (below) results.current?.scrollIntoView({ block: 'start' });
  }, [step?.id]);
  const { over, handlers } = useDropped(desk.addReferences);
  return (
    <div
      {...handlers}
      className={cn(
        'grid gap-6 rounded-lg lg:grid-cols-[22rem_minmax(0,1fr)]',
        over && 'outline-2 outline-offset-8 outline-primary outline-dashed',
      )}
    >
      <Question desk={desk} models={models} />
      <div className="grid content-start gap-6">
        {problem != null && <FailureNote error={problem} />}
        {step ? (
          <section ref={results} aria-label={t('results')} className="grid scroll-mt-16 gap-4">
            <StepHeader step={step} onTakeUp={() => desk.takeUp(step)} />
            <div
              aria-live="polite"
              className={cn('grid items-start gap-4', step.runs.length > 1 && 'md:grid-cols-2')}
            >
              {step.runs.map((each) => (
                <RunCard
                  key={each.id}
                  run={each}
                  onCancel={() => desk.cancel(each.id)}
                  onEdit={desk.edit}
                  onVary={(picture) => desk.vary(picture, t('run.varyPrompt', { prompt: step.prompt }))}
                />
              ))}
            </div>
          </section>
        ) : (
          <Empty icon={Sparkles} title={t('empty.title')}>
            {t('empty.text')}
          </Empty>
        )}
        <History steps={desk.steps} shown={step?.id} onShow={desk.show} />
      </div>
    </div>
  );
}
