import { linkRoutes } from '@contract/links.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { type CallInput, call } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote, Loaded } from '@/ui/states.tsx';

interface Values {
  readonly name: string;
  readonly password: string;
}

/** Where invitations and links for a new password lead: `/join#TOKEN`, `/new-password#TOKEN`. */
export default function LinkPage() {
  const token = window.location.hash.slice(1);
  const query = useRoute(linkRoutes.look, { body: { token } });
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-md">
        <Loaded query={query}>
          {({ kind, email }) => <LinkForm token={token} joins={kind === 'join'} email={email} />}
        </Loaded>
      </div>
    </main>
  );
}

function LinkForm({
  token,
  joins,
  email,
}: {
  readonly token: string;
  readonly joins: boolean;
  readonly email: string;
}) {
  const { t } = useTranslation('link');
  const navigate = useNavigate();
  const client = useQueryClient();
  // Not through `useChange`: it would look at the link again, which is used up by then.
  const use = useMutation({
    mutationFn: (body: CallInput<typeof linkRoutes.use>['body']) => call(linkRoutes.use, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { name: '', password: '' },
  });
  const submit = handleSubmit(({ name, password }) =>
    use.mutate(
      { token, password, ...(joins && { name }) },
      {
        onSuccess: () => void navigate({ to: '/', hash: '' }),
        onError: (error) => void showAtField(error, ['name', 'password'], setError),
      },
    ),
  );
  const { errors } = formState;
  return (
    <Card className="grid gap-5">
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold">{t(joins ? 'join' : 'renew')}</h1>
        <p className="text-sm text-muted-foreground">{email}</p>
      </div>
      <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        {joins && (
          <Field label={t('name')} error={errors.name?.message}>
            <Input required autoComplete="name" {...register('name')} />
          </Field>
        )}
        <Field label={t('password')} hint={t('passwordHint')} error={errors.password?.message}>
          <Input type="password" required autoComplete="new-password" {...register('password')} />
        </Field>
        {use.error && Object.keys(errors).length === 0 && <FailureNote error={use.error} />}
        <Button type="submit" kind="primary" busy={use.isPending}>
          {t(joins ? 'submitJoin' : 'submitRenew')}
        </Button>
      </form>
    </Card>
  );
}
