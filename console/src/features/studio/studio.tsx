import { Code, ImageOff, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Textarea } from '@/ui/input.tsx';
import { Empty, Loaded } from '@/ui/states.tsx';
import { History } from './history.tsx';
import { type ImageModel, useImageModels } from './image-models.ts';
import { ModelChoice } from './model-choice.tsx';
import { Parameters } from './parameters.tsx';
import type { Picture } from './picture.ts';
import { References } from './references.tsx';
import { RunCard } from './run-card.tsx';
import { StudioCode } from './studio-code.tsx';
import { useStudio } from './use-studio.ts';
import { NO_WISHES } from './wishes.ts';

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
  const { steps, run, cancel } = useStudio();
  const [wishes, setWishes] = useState(NO_WISHES);
  const [chosen, setChosen] = useState<readonly string[]>(models.slice(0, 1).map(({ id }) => id));
  const [references, setReferences] = useState<readonly Picture[]>([]);
  const [mask, setMask] = useState<Picture>();
  const [parent, setParent] = useState<number | null>(null);
  const [shown, setShown] = useState<number>();
  const [code, setCode] = useState(false);
  const step = steps.find(({ id }) => id === shown);
  const ready = wishes.prompt.trim() !== '' && chosen.length > 0;

  const start = (): void => {
    if (ready) setShown(run({ project, models: chosen, wishes, references, parent, ...(mask && { mask }) }));
  };
  /** The picture becomes what the next run starts from. */
  const edit = (picture: Picture): void => {
    setReferences([picture]);
    setMask(undefined);
    setParent(shown ?? null);
    setWishes({ ...wishes, prompt: '' });
  };
  const vary = (picture: Picture): void => {
    const prompt = t('run.varyPrompt', { prompt: step?.prompt ?? '' });
    setShown(
      run({
        project,
        models: chosen,
        wishes: { ...wishes, prompt },
        references: [picture],
        parent: shown ?? null,
      }),
    );
  };
  const pictures = (next: readonly Picture[]): void => {
    setReferences(next);
    if (next.length === 0) setParent(null);
  };

  return (
    <div className="grid gap-6 lg:grid-cols-[22rem_1fr]">
      <form
        className="grid content-start gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Field label={t('prompt')}>
          <Textarea
            rows={4}
            value={wishes.prompt}
            placeholder={t('promptHint')}
            onChange={({ target }) => setWishes({ ...wishes, prompt: target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start();
            }}
          />
        </Field>
        <div className="flex gap-2">
          <Button type="submit" kind="primary" className="flex-1" disabled={!ready}>
            <Sparkles aria-hidden />
            {references.length > 0 ? t('edit') : t('generate')}
          </Button>
          <Button onClick={() => setCode(true)} disabled={chosen.length === 0}>
            <Code aria-hidden />
            {t('code.show')}
          </Button>
        </div>
        <References pictures={references} mask={mask} onPictures={pictures} onMask={setMask} />
        <ModelChoice models={models} chosen={chosen} onChange={setChosen} />
        <Parameters
          wishes={wishes}
          onChange={setWishes}
          models={models.filter(({ id }) => chosen.includes(id))}
          editing={references.length > 0}
        />
      </form>
      <div className="grid content-start gap-6">
        {step ? (
          <section
            aria-label={t('results')}
            aria-live="polite"
            className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-2"
          >
            {step.runs.map((each) => (
              <RunCard
                key={each.id}
                run={each}
                onCancel={() => cancel(each.id)}
                onEdit={edit}
                onVary={vary}
              />
            ))}
          </section>
        ) : (
          <Empty icon={Sparkles} title={t('empty.title')}>
            {t('empty.text')}
          </Empty>
        )}
        <History steps={steps} shown={shown} onShow={setShown} />
      </div>
      {code && (
        <StudioCode
          models={chosen}
          wishes={wishes}
          references={references}
          mask={mask}
          onClose={() => setCode(false)}
        />
      )}
    </div>
  );
}
