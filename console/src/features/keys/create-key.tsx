import { keyRoutes } from '@contract/keys.ts';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { endOfDay } from './expiry.ts';
import { NewKeyNote } from './new-key-note.tsx';

interface Values {
  readonly name: string;
  readonly kind: 'user' | 'service';
  /** As a date input has it; empty: never. */
  readonly expires: string;
}

export function CreateKey({ project, onClose }: { readonly project: string; readonly onClose: () => void }) {
  const { t } = useTranslation('keys');
  const create = useChange(keyRoutes.create);
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { name: '', kind: 'user', expires: '' },
  });
  const submit = handleSubmit(({ name, kind, expires }) => {
    create.mutate(
      { params: { project }, body: { name, kind, expiresAt: endOfDay(expires) } },
      { onError: (error) => void showAtField(error, ['name', 'kind'], setError) },
    );
  });
  return (
    <Dialog open onClose={onClose} title={t('create')}>
      {create.data ? (
        <div className="grid gap-4">
          <NewKeyNote text={create.data.key} />
          <Button className="justify-self-end" onClick={onClose}>
            {t('common:action.close')}
          </Button>
        </div>
      ) : (
        <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <Field label={t('column.name')} error={formState.errors.name?.message}>
            <Input required maxLength={100} {...register('name')} />
          </Field>
          <Field label={t('column.kind')} hint={t('kindHint')}>
            <Select {...register('kind')}>
              <option value="user">{t('kind.user')}</option>
              <option value="service">{t('kind.service')}</option>
            </Select>
          </Field>
          <Field label={t('column.expires')} hint={t('expiresHint')}>
            <Input type="date" {...register('expires')} />
          </Field>
          {create.error && !formState.errors.name && <FailureNote error={create.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t('common:action.cancel')}</Button>
            <Button type="submit" kind="primary" busy={create.isPending}>
              {t('create')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
