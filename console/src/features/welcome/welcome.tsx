import { setupRoutes } from '@contract/setup.ts';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChange, useRoute } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote, Loaded } from '@/ui/states.tsx';

interface Values {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

/** The first page of a new gateway: whoever comes first owns it. */
export default function Welcome() {
  const query = useRoute(setupRoutes.state);
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <Loaded query={query}>
        {({ needed, codeNeeded }) =>
          needed ? <Owner codeNeeded={codeNeeded} /> : <Navigate to="/" replace />
        }
      </Loaded>
    </main>
  );
}

function Owner({ codeNeeded }: { readonly codeNeeded: boolean }) {
  const { t } = useTranslation('welcome');
  const navigate = useNavigate();
  const setUp = useChange(setupRoutes.setUp, ['me']);
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { name: '', email: '', password: '', code: '' },
  });
  const submit = handleSubmit(({ code, ...owner }) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    setUp.mutate(
      { body: { ...owner, timeZone, ...(codeNeeded && { code }) } },
      {
        onSuccess: () => void navigate({ to: '/' }),
        onError: (error) => void showAtField(error, ['name', 'email', 'password', 'code'], setError),
      },
    );
  });
  const { errors } = formState;
  const elsewhere = setUp.error && Object.keys(errors).length === 0;
  return (
    <Card className="grid w-full max-w-md gap-5">
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold">{t('title')}</h1>
        <p className="text-sm text-muted-foreground">{t('description')}</p>
      </div>
      <form onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field label={t('name')} error={errors.name?.message}>
          <Input autoComplete="name" required {...register('name')} />
        </Field>
        <Field label={t('email')} error={errors.email?.message}>
          <Input type="email" autoComplete="username" required {...register('email')} />
        </Field>
        <Field label={t('password')} hint={t('passwordHint')} error={errors.password?.message}>
          <Input type="password" autoComplete="new-password" required {...register('password')} />
        </Field>
        {codeNeeded && (
          <Field label={t('code')} hint={t('codeHint')} error={errors.code?.message}>
            <Input autoComplete="one-time-code" required {...register('code')} />
          </Field>
        )}
        {elsewhere && <FailureNote error={setUp.error} />}
        <Button type="submit" kind="primary" busy={setUp.isPending}>
          {t('submit')}
        </Button>
      </form>
    </Card>
  );
}
