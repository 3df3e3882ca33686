import { channelRoutes } from '@contract/channels.ts';
import { providerTypeRoutes } from '@contract/provider-types.ts';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '@/api/call.ts';
import { useChange, useRoute } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote, Loaded } from '@/ui/states.tsx';

interface Values {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly baseUrl: string;
}

/** A key is enough to begin with: its looks tell whose it is, and the name follows. */
export function CreateChannel({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: (id: string) => void;
}) {
  const { t } = useTranslation('channels');
  const types = useRoute(providerTypeRoutes.list);
  const create = useChange(channelRoutes.create);
  const [detected, setDetected] = useState(false);
  const { register, handleSubmit, setError, setValue, getValues, formState } = useForm<Values>({
    defaultValues: { key: '', type: '', name: '', baseUrl: '' },
  });
  const choose = (type: string): void => {
    setValue('type', type);
    if (getValues('name') === '') setValue('name', type);
  };
  const detect = async (key: string): Promise<void> => {
    if (key.trim() === '' || getValues('type') !== '') return;
    const { types: found } = await call(providerTypeRoutes.detect, { body: { key } }).catch(() => ({
      types: [],
    }));
    if (found[0] === undefined) return;
    choose(found[0]);
    setDetected(true);
  };
  const submit = handleSubmit(({ key, type, name, baseUrl }) =>
    create.mutate(
      {
        body: {
          name,
          type,
          ...(baseUrl !== '' && { baseUrl }),
          ...(key !== '' && { credentials: [{ key }] }),
        },
      },
      {
        onSuccess: ({ id }) => onDone(id),
        onError: (error) => void showAtField(error, ['name', 'type', 'baseUrl'], setError),
      },
    ),
  );
  const { errors } = formState;
  return (
    <Dialog open onClose={onClose} title={t('create')} description={t('createHint')}>
      <Loaded query={types}>
        {({ items }) => (
          <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
            <Field label={t('form.key')} hint={t('form.keyHint')}>
              <Input
                type="password"
                autoComplete="off"
                {...register('key', { onBlur: ({ target }) => void detect(target.value) })}
              />
            </Field>
            <Field
              label={t('column.type')}
              error={errors.type?.message}
              hint={detected ? t('form.detected') : undefined}
            >
              <Select required {...register('type', { onChange: ({ target }) => choose(target.value) })}>
                <option value="">{t('form.choose')}</option>
                {items.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={t('column.name')} error={errors.name?.message}>
              <Input required maxLength={100} {...register('name')} />
            </Field>
            <Field label={t('form.baseUrl')} hint={t('form.baseUrlHint')} error={errors.baseUrl?.message}>
              <Input type="url" {...register('baseUrl')} />
            </Field>
            {create.error && Object.keys(errors).length === 0 && <FailureNote error={create.error} />}
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>{t('common:action.cancel')}</Button>
              <Button type="submit" kind="primary" busy={create.isPending}>
                {t('create')}
              </Button>
            </div>
          </form>
        )}
      </Loaded>
    </Dialog>
  );
}
