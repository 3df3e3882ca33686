import { roleRoutes } from '@contract/roles.ts';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { type Role, useCanGive, useRoleName } from '../people/roles.ts';
import { ScopeMatrix } from './scope-matrix.tsx';

interface Values {
  readonly level: Role['level'];
  readonly name: string;
  readonly description: string;
}

interface RoleDialogProps {
  /** Absent: a new one. */
  readonly role?: Role;
  readonly onClose: () => void;
}

export function RoleDialog({ role, onClose }: RoleDialogProps) {
  const { t } = useTranslation('roles');
  const nameOf = useRoleName();
  const may = useMay()('roles:write');
  const canGive = useCanGive();
  const isFixed = role !== undefined && (role.builtIn || !may || !canGive(role));
  const note = role?.builtIn ? t('fixed') : isFixed ? t('notChangeable') : undefined;
  return (
    <Dialog open onClose={onClose} title={role ? nameOf(role) : t('create')} description={note} place="side">
      {isFixed ? (
        <div className="grid gap-4">
          <p className="text-sm">{role.builtIn ? t(`builtIn.${role.id}.description`) : role.description}</p>
          <ScopeMatrix level={role.level} scopes={role.scopes} />
        </div>
      ) : (
        <RoleForm {...(role && { role })} onClose={onClose} />
      )}
    </Dialog>
  );
}

function RoleForm({ role, onClose }: RoleDialogProps) {
  const { t } = useTranslation('roles');
  const create = useChange(roleRoutes.create);
  const update = useChange(roleRoutes.update, ['me']);
  const remove = useChange(roleRoutes.delete);
  const [scopes, setScopes] = useState<readonly string[]>(role?.scopes ?? []);
  const [deleting, setDeleting] = useState(false);
  const { register, handleSubmit, setError, watch, formState } = useForm<Values>({
    defaultValues: {
      level: role?.level ?? 'project',
      name: role?.name ?? '',
      description: role?.description ?? '',
    },
  });
  const { errors } = formState;
  const level = watch('level');
  const error = role ? update.error : create.error;
  const scopesError = error?.field?.startsWith('scopes') ? error.message : undefined;
  const submit = handleSubmit(({ level: chosen, name, description }) => {
    const body = { name, description, scopes: scopes as never };
    const after = {
      onSuccess: () => {
        toast.success(t('saved'));
        onClose();
      },
      onError: (failure: unknown) => void showAtField(failure, ['name', 'description', 'level'], setError),
    };
    if (role) update.mutate({ params: { id: role.id }, body }, after);
    else create.mutate({ body: { ...body, level: chosen } }, after);
  });
  return (
    <form className="grid gap-5" onSubmit={(event) => void submit(event)}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('name')} error={errors.name?.message}>
          <Input required maxLength={100} {...register('name')} />
        </Field>
        <Field label={t('levelLabel')} error={errors.level?.message}>
          <Select disabled={role !== undefined} {...register('level', { onChange: () => setScopes([]) })}>
            <option value="project">{t('level.project')}</option>
            <option value="system">{t('level.system')}</option>
          </Select>
        </Field>
      </div>
      <Field label={t('what')} error={errors.description?.message}>
        <Input maxLength={500} {...register('description')} />
      </Field>
      <ScopeMatrix level={level} scopes={scopes} onChange={setScopes} error={scopesError} />
      {error && !scopesError && Object.keys(errors).length === 0 && <FailureNote error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        {role && (
          <Button kind="danger" className="mr-auto" onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden />
            {t('delete')}
          </Button>
        )}
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button type="submit" kind="primary" busy={create.isPending || update.isPending}>
          {t('common:action.save')}
        </Button>
      </div>
      {role && deleting && (
        <Confirm
          open
          onClose={() => setDeleting(false)}
          title={t('delete')}
          action={t('delete')}
          onConfirm={async () => {
            await remove.mutateAsync({ params: { id: role.id } });
            onClose();
          }}
        >
          {t('deleteHint', { name: role.name })}
        </Confirm>
      )}
    </form>
  );
}
