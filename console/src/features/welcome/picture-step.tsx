import { Link } from '@tanstack/react-router';
import { ImageOff, Sparkles } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '@/app/session.ts';
import { type ImageModel, useImageModels } from '@/features/studio/image-models.ts';
import { RunCard } from '@/features/studio/run-card.tsx';
import { useStudio } from '@/features/studio/use-studio.ts';
import { NO_WISHES } from '@/features/studio/wishes.ts';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, Loaded } from '@/ui/states.tsx';
import { StepTitle } from './step-title.tsx';

/** @param gatewayKey the new key, so that the picture shows that it works; undefined: one of the browser's own */
export function PictureStep({
  gatewayKey,
  onBack,
}: {
  readonly gatewayKey: string | undefined;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation('welcome');
  const project = useProject()?.id ?? '';
  const models = useImageModels(project);
  return (
    <>
      <StepTitle title={t('picture.title')}>
        {t(gatewayKey === undefined ? 'picture.text' : 'picture.textKey')}
      </StepTitle>
      <Loaded query={models}>
        {(found) =>
          found.length > 0 ? (
            <Easel project={project} models={found} gatewayKey={gatewayKey} />
          ) : (
            <Empty
              icon={ImageOff}
              title={t('picture.none')}
              action={<Button onClick={onBack}>{t('picture.addChannel')}</Button>}
            >
              {t('picture.noneText')}
            </Empty>
          )
        }
      </Loaded>
      <div className="flex flex-wrap items-center justify-between gap-2 border-t pt-4">
        <Button kind="ghost" onClick={onBack}>
          {t('back')}
        </Button>
        <Link to="/" className={buttonClass()}>
          {t('picture.done')}
        </Link>
      </div>
    </>
  );
}

function Easel({
  project,
  models,
  gatewayKey,
}: {
  readonly project: string;
  readonly models: readonly ImageModel[];
  readonly gatewayKey: string | undefined;
}) {
  const { t } = useTranslation('welcome');
  const { steps, run, cancel } = useStudio();
  const [prompt, setPrompt] = useState(t('picture.example'));
  const [model, setModel] = useState(models[0]?.id ?? '');
  const last = steps.at(-1)?.runs[0];
  const draw = (event: FormEvent): void => {
    event.preventDefault();
    const wishes = { ...NO_WISHES, prompt };
    run({ project, models: [model], wishes, references: [], parent: null, gatewayKey });
  };
  return (
    <>
      <form className="grid gap-4" onSubmit={draw}>
        <Field label={t('picture.prompt')}>
          <Input required value={prompt} onChange={({ target }) => setPrompt(target.value)} />
        </Field>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('picture.model')} className="min-w-48 flex-1">
            <Select value={model} onChange={({ target }) => setModel(target.value)}>
              {models.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </Select>
          </Field>
          <Button type="submit" kind="primary" disabled={last?.state === 'running'}>
            <Sparkles aria-hidden />
            {t('picture.draw')}
          </Button>
        </div>
      </form>
      {last && <RunCard run={last} onCancel={() => cancel(last.id)} />}
    </>
  );
}
