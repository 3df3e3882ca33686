import { invitationRoutes } from '@contract/invitations.ts';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { useMe } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input, Select } from '@/ui/input.tsx';
import { Rows } from '@/ui/rows.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { LinkNote } from '../people/link-note.tsx';
import { RoleSelect } from '../people/role-select.tsx';

interface Values {
  readonly email: string;
  /** Empty: none. */
  readonly role: string;
}

interface Membership {
  readonly project: string;
  readonly role: string;
}

/** Invites somebody; the link has to be handed over by hand. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('users');
  const invite = useChange(invitationRoutes.create);
  return (
    <Dialog open onClose={onClose} title={t('invite')} description={t('inviteHint')}>
      {invite.data ? (
        <div className="grid gap-4">
          <LinkNote link={invite.data} kind="join" />
          <Button className="justify-self-end" onClick={onClose}>
            {t('common:action.close')}
          </Button>
        </div>
      ) : (
        <InviteForm invite={invite} onClose={onClose} />
      )}
    </Dialog>
  );
}

function InviteForm({
  invite,
  onClose,
}: {
  readonly invite: ReturnType<typeof useChange<typeof invitationRoutes.create>>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('users');
  const { projects } = useMe();
  const first = projects.find(({ archived }) => !archived);
  const [memberships, setMemberships] = useState<Membership[]>(
    first ? [{ project: first.id, role: 'developer' }] : [],
  );
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { email: '', role: '' },
  });
  const { errors } = formState;
  const submit = handleSubmit(({ email, role }) =>
    invite.mutate(
      { body: { email, role: role === '' ? null : role, memberships } },
      { onError: (error) => void showAtField(error, ['email', 'role'], setError) },
    ),
  );
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label={t('email')} error={errors.email?.message}>
        <Input type="email" required {...register('email')} />
      </Field>
      <Field label={t('systemRole')} hint={t('systemRoleHint')} error={errors.role?.message}>
        <RoleSelect level="system" none={t('noRole')} {...register('role')} />
      </Field>
      {first && (
        <Rows
          title={t('projects')}
          items={memberships}
          onChange={setMemberships}
          blank={{ project: first.id, role: 'developer' }}
          add={t('addProject')}
          remove={(index) => t('removeProject', { index })}
        >
          {(item, set, index) => (
            <div className="grid gap-2 sm:grid-cols-2">
              <Select
                aria-label={t('projectAt', { index: index + 1 })}
                value={item.project}
                onChange={({ target }) => set({ ...item, project: target.value })}
              >
                {projects.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
              <RoleSelect
                level="project"
                aria-label={t('roleAt', { index: index + 1 })}
                value={item.role}
                onChange={({ target }) => set({ ...item, role: target.value })}
              />
            </div>
          )}
        </Rows>
      )}
      {invite.error && Object.keys(errors).length === 0 && <FailureNote error={invite.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        <Button type="submit" kind="primary" busy={invite.isPending}>
          {t('makeInvitation')}
        </Button>
      </div>
    </form>
  );
}
