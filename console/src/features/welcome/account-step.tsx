import { setupRoutes } from '@contract/setup.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { type CallInput, type CallReply, call } from '@/api/call.ts';
import type { Failure } from '@/api/failure.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { StepTitle } from './step-title.tsx';

interface Values {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

type SetUp = typeof setupRoutes.setUp;

export function AccountStep({
  codeNeeded,
  onDone,
}: {
  readonly codeNeeded: boolean;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('welcome');
  const client = useQueryClient();
  // Not through `useChange`: the step must be left before the page learns that nobody is needed any more.
  const setUp = useMutation<CallReply<SetUp>, Failure, CallInput<SetUp>>({
    mutationFn: (input) => call(setupRoutes.setUp, input),
    onSuccess: async () => {
      onDone();
      await Promise.all(['setup', 'me'].map((tag) => client.invalidateQueries({ queryKey: [tag] })));
    },
  });
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { name: '', email: '', password: '', code: '' },
  });
  const submit = handleSubmit(({ code, ...owner }) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    setUp.mutate(
      { body: { ...owner, timeZone, ...(codeNeeded && { code }) } },
      { onError: (error) => void showAtField(error, ['name', 'email', 'password', 'code'], setError) },
    );
  });
  const { errors } = formState;
  return (
    <>
      <StepTitle title={t('title')}>{t('description')}</StepTitle>
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
        {setUp.error && Object.keys(errors).length === 0 && <FailureNote error={setUp.error} />}
        <Button type="submit" kind="primary" className="justify-self-end" busy={setUp.isPending}>
          {t('submit')}
        </Button>
      </form>
    </>
  );
}
