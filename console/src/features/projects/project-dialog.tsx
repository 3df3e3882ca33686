import { projectRoutes } from '@contract/projects.ts';
import { Archive, ArchiveRestore } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { TimeZoneInput } from '@/ui/time-zone-input.tsx';
import { KeepingFields } from './keeping-fields.tsx';
import type { Project } from './projects.tsx';

export interface ProjectValues {
  readonly name: string;
  readonly timeZone: string;
  /** Empty, as the numbers below: as the installation. */
  readonly bodies: string;
  readonly keepDays: string;
  readonly keepBodyDays: string;
  readonly keepImageDays: string;
}

const FIELDS = ['name', 'timeZone', 'bodies', 'keepDays', 'keepBodyDays', 'keepImageDays'] as const;

interface ProjectDialogProps {
  /** Absent: a new one. */
  readonly project?: Project;
  readonly onClose: () => void;
}

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function ProjectDialog({ project, onClose }: ProjectDialogProps) {
  const { t } = useTranslation('projects');
  const create = useChange(projectRoutes.create, ['me']);
  const update = useChange(projectRoutes.update, ['me']);
  const { register, handleSubmit, setError, formState } = useForm<ProjectValues>({
    defaultValues: valuesOf(project),
  });
  const { errors } = formState;
  const submit = handleSubmit(({ name, timeZone, ...keeping }) => {
    const after = {
      onSuccess: () => {
        toast.success(t('saved'));
        onClose();
      },
      onError: (failure: unknown) => void showAtField(failure, FIELDS, setError),
    };
    if (!project) return create.mutate({ body: { name, timeZone } }, after);
    const body = { name, timeZone, ...keptOf(keeping) };
    update.mutate({ params: { project: project.id }, body }, after);
  });
  const error = project ? update.error : create.error;
  return (
    <Dialog open onClose={onClose} title={project?.name ?? t('create')}>
      <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <Field label={t('name')} error={errors.name?.message}>
          <Input required maxLength={100} {...register('name')} />
        </Field>
        <Field label={t('timeZone')} hint={t('timeZoneHint')} error={errors.timeZone?.message}>
          <TimeZoneInput required {...register('timeZone')} />
        </Field>
        {project && <KeepingFields register={register} errors={errors} />}
        {error && Object.keys(errors).length === 0 && <FailureNote error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          {project && <ArchiveButton project={project} onDone={onClose} />}
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending || update.isPending}>
            {t(project ? 'common:action.save' : 'create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const written = (days: number | null | undefined): string => (days == null ? '' : String(days));
const days = (text: string): number | null => (text === '' ? null : Number(text));

const valuesOf = (project: Project | undefined): ProjectValues => ({
  name: project?.name ?? '',
  timeZone: project?.timeZone ?? ownZone(),
  bodies: project?.bodies ?? '',
  keepDays: written(project?.keepDays),
  keepBodyDays: written(project?.keepBodyDays),
  keepImageDays: written(project?.keepImageDays),
});

const keptOf = (values: Omit<ProjectValues, 'name' | 'timeZone'>) => ({
  bodies: values.bodies === '' ? null : (values.bodies as NonNullable<Project['bodies']>),
  keepDays: days(values.keepDays),
  keepBodyDays: days(values.keepBodyDays),
  keepImageDays: days(values.keepImageDays),
});

function ArchiveButton({ project, onDone }: { readonly project: Project; readonly onDone: () => void }) {
  const { t } = useTranslation('projects');
  const update = useChange(projectRoutes.update, ['me']);
  const [asking, setAsking] = useState(false);
  const set = async (archived: boolean): Promise<void> => {
    await update.mutateAsync({ params: { project: project.id }, body: { archived } });
    onDone();
  };
  if (project.archived) {
    return (
      <Button className="mr-auto" busy={update.isPending} onClick={() => void set(false).catch(() => {})}>
        <ArchiveRestore aria-hidden />
        {t('restore')}
      </Button>
    );
  }
  return (
    <>
      <Button kind="danger" className="mr-auto" onClick={() => setAsking(true)}>
        <Archive aria-hidden />
        {t('archive')}
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('archive')}
        action={t('archive')}
        onConfirm={() => set(true)}
      >
        {t('archiveHint', { name: project.name })}
      </Confirm>
    </>
  );
}
