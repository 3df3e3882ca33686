import { sessionRoutes } from '@contract/session.ts';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';

interface Values {
  readonly email: string;
  readonly password: string;
}

export default function SignIn() {
  const { t } = useTranslation('sign-in');
  const navigate = useNavigate();
  const signIn = useChange(sessionRoutes.signIn, ['me']);
  const form = useForm<Values>({ defaultValues: { email: '', password: '' } });
  const submit = form.handleSubmit((body) =>
    signIn.mutate({ body }, { onSuccess: () => void navigate({ to: '/' }) }),
  );
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <Card className="grid w-full max-w-sm gap-5">
        <div className="grid justify-items-center gap-3 text-center">
          <img src="/icon.svg" alt="" className="size-10" />
          <h1 className="text-xl font-semibold">{t('title')}</h1>
        </div>
        <form onSubmit={(event) => void submit(event)} className="grid gap-4">
          <Field label={t('email')}>
            <Input type="email" autoComplete="username" required {...form.register('email')} />
          </Field>
          <Field label={t('password')}>
            <Input type="password" autoComplete="current-password" required {...form.register('password')} />
          </Field>
          {signIn.error && <FailureNote error={signIn.error} />}
          <Button type="submit" kind="primary" busy={signIn.isPending}>
            {t('submit')}
          </Button>
        </form>
      </Card>
    </main>
  );
}
