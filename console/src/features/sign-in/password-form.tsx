import { sessionRoutes } from '@contract/session.ts';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';

interface PasswordFormProps {
  /** Primary where it is the only way in. */
  readonly kind: 'primary' | 'secondary';
  readonly onDone: () => void;
}

export function PasswordForm({ kind, onDone }: PasswordFormProps) {
  const { t } = useTranslation('sign-in');
  const signIn = useChange(sessionRoutes.signIn, ['me']);
  const form = useForm({ defaultValues: { email: '', password: '' } });
  const submit = form.handleSubmit((body) => signIn.mutate({ body }, { onSuccess: onDone }));
  const { error } = signIn;
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label={t('email')}>
        <Input type="email" autoComplete="username" required {...form.register('email')} />
      </Field>
      <Field label={t('password')} hint={t('forgotten')}>
        <Input type="password" autoComplete="current-password" required {...form.register('password')} />
      </Field>
      {error?.status === 401 ? (
        <p role="alert" className="text-sm text-danger">
          {t('wrong')}
        </p>
      ) : (
        error && <FailureNote error={error} />
      )}
      <Button type="submit" kind={kind} busy={signIn.isPending}>
        {t('submit')}
      </Button>
    </form>
  );
}
