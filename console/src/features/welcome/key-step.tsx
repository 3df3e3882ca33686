import { keyRoutes } from '@contract/keys.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { useProject } from '@/app/session.ts';
import { NewKeyNote } from '@/features/keys/new-key-note.tsx';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { StepTitle } from './step-title.tsx';

export function KeyStep({
  onBack,
  onDone,
}: {
  readonly onBack: () => void;
  readonly onDone: (key: string | undefined) => void;
}) {
  const { t } = useTranslation('welcome');
  const project = useProject();
  const create = useChange(keyRoutes.create);
  const [name, setName] = useState(t('key.name'));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ params: { project: project?.id ?? '' }, body: { name } });
  };
  if (create.data) {
    const { key } = create.data;
    return (
      <>
        <StepTitle title={t('key.title')}>{t('key.made')}</StepTitle>
        <NewKeyNote text={key} />
        <p className="text-sm text-muted-foreground">
          {t('key.address')}{' '}
          <code className="rounded bg-muted px-1.5 py-0.5">{window.location.origin}/v1</code>
        </p>
        <Button kind="primary" className="justify-self-end" onClick={() => onDone(key)}>
          {t('key.next')}
        </Button>
      </>
    );
  }
  return (
    <>
      <StepTitle title={t('key.title')}>{t('key.text')}</StepTitle>
      <form className="grid gap-4" onSubmit={submit}>
        <Field label={t('key.label')} hint={t('key.hint')}>
          <Input required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        {create.error && <FailureNote error={create.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button kind="ghost" className="mr-auto" onClick={onBack}>
            {t('back')}
          </Button>
          <Button kind="ghost" onClick={() => onDone(undefined)}>
            {t('key.later')}
          </Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {t('key.make')}
          </Button>
        </div>
      </form>
    </>
  );
}
