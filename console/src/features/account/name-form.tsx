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

/** How one is called by others. */
export function NameForm({ name }: { readonly name: string }) {
  const { t } = useTranslation('account');
  const update = useChange(meRoutes.update, ['users', 'members']);
  const { register, handleSubmit, setError, formState } = useForm({ values: { name } });
  const submit = handleSubmit((body) =>
    update.mutate(
      { body },
      {
        onSuccess: () => void toast.success(t('saved')),
        onError: (error) => void showAtField(error, ['name'], setError),
      },
    ),
  );
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label={t('name')} error={formState.errors.name?.message}>
        <Input required maxLength={100} autoComplete="name" {...register('name')} />
      </Field>
      {update.error && !formState.errors.name && <FailureNote error={update.error} />}
      <Button
        type="submit"
        className="justify-self-end"
        disabled={!formState.isDirty}
        busy={update.isPending}
      >
        {t('common:action.save')}
      </Button>
    </form>
  );
}
