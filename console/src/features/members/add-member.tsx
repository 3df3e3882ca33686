import { invitationRoutes } from '@contract/invitations.ts';
import { memberRoutes } from '@contract/members.ts';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import type { MyProject } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { LinkNote } from '../people/link-note.tsx';
import { RoleSelect } from '../people/role-select.tsx';

interface Values {
  readonly email: string;
  readonly role: string;
}

/** Adds somebody who has an account; whoever has none is invited. */
export function AddMember({
  project,
  onClose,
}: {
  readonly project: MyProject;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('members');
  const params = { project: project.id };
  const add = useChange(memberRoutes.add, ['me']);
  const invite = useChange(invitationRoutes.createInProject);
  const { register, handleSubmit, setError, getValues, formState } = useForm<Values>({
    defaultValues: { email: '', role: 'developer' },
  });
  const { errors } = formState;
  const onError = (error: unknown) => void showAtField(error, ['email', 'role'], setError);
  const submit = handleSubmit((body) =>
    add.mutate(
      { params, body },
      {
        onError,
        onSuccess: () => {
          toast.success(t('added'));
          onClose();
        },
      },
    ),
  );
  if (invite.data) {
    return (
      <Dialog open onClose={onClose} title={t('add')}>
        <div className="grid gap-4">
          <LinkNote link={invite.data} kind="join" />
          <Button className="justify-self-end" onClick={onClose}>
            {t('common:action.close')}
          </Button>
        </div>
      </Dialog>
    );
  }
  const isUnknown = add.error?.status === 404 && add.error.field === 'email';
  const failure = invite.error ?? add.error;
  return (
    <Dialog open onClose={onClose} title={t('add')} description={project.name}>
      <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <Field label={t('email')} error={errors.email?.message}>
          <Input type="email" required {...register('email', { onChange: () => add.reset() })} />
        </Field>
        <Field label={t('column.role')} error={errors.role?.message}>
          <RoleSelect level="project" {...register('role')} />
        </Field>
        {failure && Object.keys(errors).length === 0 && <FailureNote error={failure} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          {isUnknown ? (
            <Button
              kind="primary"
              busy={invite.isPending}
              onClick={() => invite.mutate({ params, body: getValues() }, { onError })}
            >
              {t('inviteInstead')}
            </Button>
          ) : (
            <Button type="submit" kind="primary" busy={add.isPending}>
              {t('add')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
