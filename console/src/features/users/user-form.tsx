import { userRoutes } from '@contract/users.ts';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { RoleSelect } from '../people/role-select.tsx';
import type { UserDetail } from './user-dialog.tsx';

interface Values {
  readonly name: string;
  readonly email: string;
  /** Empty: none. */
  readonly role: string;
}

export function UserForm({ user, disabled }: { readonly user: UserDetail; readonly disabled: boolean }) {
  const { t } = useTranslation('users');
  const update = useChange(userRoutes.update, ['me']);
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    values: { name: user.name, email: user.email, role: user.role ?? '' },
    disabled,
  });
  const { errors, isDirty } = formState;
  const submit = handleSubmit(({ name, email, role }) => {
    const body = {
      ...(name !== user.name && { name }),
      ...(email !== user.email && { email }),
      ...(role !== (user.role ?? '') && { role: role === '' ? null : role }),
    };
    update.mutate(
      { params: { id: user.id }, body },
      {
        onSuccess: () => void toast.success(t('saved')),
        onError: (error) => void showAtField(error, ['name', 'email', 'role'], setError),
      },
    );
  });
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('name')} error={errors.name?.message}>
          <Input required maxLength={100} {...register('name')} />
        </Field>
        <Field label={t('email')} error={errors.email?.message}>
          <Input type="email" required {...register('email')} />
        </Field>
      </div>
      <Field label={t('systemRole')} hint={t('systemRoleHint')} error={errors.role?.message}>
        <RoleSelect level="system" none={t('noRole')} {...register('role')} />
      </Field>
      {update.error && Object.keys(errors).length === 0 && <FailureNote error={update.error} />}
      {!disabled && (
        <Button
          type="submit"
          kind="primary"
          className="justify-self-end"
          disabled={!isDirty}
          busy={update.isPending}
        >
          {t('common:action.save')}
        </Button>
      )}
    </form>
  );
}
