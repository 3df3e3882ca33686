import { meRoutes } from '@contract/me.ts';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';

const EMPTY = { current: '', password: '', again: '' };

interface PasswordFormProps {
  /** False: one signs in elsewhere, and may choose one now. */
  readonly hasPassword: boolean;
  readonly email: string;
}

/** Changes the password; all other sessions end. */
export function PasswordForm({ hasPassword, email }: PasswordFormProps) {
  const { t } = useTranslation('account');
  const change = useChange(meRoutes.changePassword);
  const { register, handleSubmit, setError, reset, formState } = useForm({ defaultValues: EMPTY });
  const { errors } = formState;
  const submit = handleSubmit(({ current, password }) =>
    change.mutate(
      { body: { password, ...(hasPassword && { current }) } },
      {
        onSuccess: () => {
          reset(EMPTY);
          toast.success(t('passwordChanged'));
        },
        onError: (error) => void showAtField(error, ['current', 'password'], setError),
      },
    ),
  );
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <input type="hidden" autoComplete="username" value={email} readOnly />
      {hasPassword && (
        <Field label={t('current')} error={errors.current?.message}>
          <Input type="password" required autoComplete="current-password" {...register('current')} />
        </Field>
      )}
      <Field label={t('next')} hint={t('passwordHint')} error={errors.password?.message}>
        <Input type="password" required autoComplete="new-password" {...register('password')} />
      </Field>
      <Field label={t('again')} error={errors.again?.message}>
        <Input
          type="password"
          required
          autoComplete="new-password"
          {...register('again', {
            validate: (again, { password }) => again === password || t('notTheSame'),
          })}
        />
      </Field>
      {change.error && Object.keys(errors).length === 0 && <FailureNote error={change.error} />}
      <Button type="submit" className="justify-self-end" busy={change.isPending}>
        {t(hasPassword ? 'changePassword' : 'setPassword')}
      </Button>
    </form>
  );
}
