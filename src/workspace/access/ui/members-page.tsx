import { Ellipsis, KeyRound, UserMinus, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import {
  Avatar,
  Badge,
  Button,
  CodeBlock,
  type Column,
  DataTable,
  Dialog,
  EmptyState,
  IconButton,
  instant,
  Menu,
  rowsOf,
  Section,
  Select,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import {
  changeMemberRole,
  createResetLink,
  type Invitation,
  listInvitations,
  listMembers,
  type Member,
  restoreMember,
  revokeInvitation,
  revokeMember,
} from '../contract.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { useMay, useSession } from './session.tsx'
import { SettingsPage } from './settings-page.tsx'
import { ROLE_WORDS, roleOptions } from './words.ts'

type MemberRow = z.output<typeof Member>
type InvitationRow = z.output<typeof Invitation>

/** Who is in the workspace, with which role, and who is invited. */
export default function MembersPage() {
  const may = useMay('member.change')
  const [inviting, setInviting] = useState(false)
  return (
    <SettingsPage
      title="Members"
      description="People of both teams. A role decides what someone sees and may change."
      actions={
        may && (
          <Button variant="primary" icon={UserPlus} onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-7">
        <MemberTable may={may} />
        {may && <InvitationTable onInvite={() => setInviting(true)} />}
      </div>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </SettingsPage>
  )
}

function MemberTable({ may }: { may: boolean }) {
  const { user } = useSession()
  const members = useList(listMembers, { limit: 200 })
  const [link, setLink] = useState<{ url: string; name: string } | null>(null)
  const restore = useMutate(restoreMember, { invalidates: [listMembers], done: 'Access given back' })
  const revoke = useMutate(revokeMember, {
    invalidates: [listMembers],
    done: 'Access taken away',
    undo: (_, { userId }) => restore.mutate({ userId }),
  })
  const change = useMutate(changeMemberRole, { invalidates: [listMembers], done: 'Role changed' })
  const reset = useMutate(createResetLink)
  const columns: Column<MemberRow>[] = [
    {
      id: 'name',
      header: 'Name',
      card: 'title',
      value: (row) => row.name,
      cell: (row) => (
        <span className="flex items-center gap-2">
          <Avatar name={row.name} size={20} />
          <span className="font-medium">{row.name}</span>
          {row.userId === user.id && <span className="text-xs text-ink-3">you</span>}
          {row.revokedAt !== null && <Badge>No access</Badge>}
        </span>
      ),
    },
    { id: 'email', header: 'E-mail', value: (row) => row.email },
    {
      id: 'role',
      header: 'Role',
      width: 210,
      value: (row) => ROLE_WORDS[row.role].label,
      cell: (row) =>
        may && row.revokedAt === null ? (
          <Select
            label={`Role of ${row.name}`}
            value={row.role}
            options={roleOptions}
            onChange={(role) => role !== row.role && change.mutate({ userId: row.userId, role })}
            className="!h-7 max-w-44"
          />
        ) : (
          ROLE_WORDS[row.role].label
        ),
    },
    {
      id: 'since',
      header: 'Since',
      align: 'right',
      width: 130,
      value: (row) => instant(row.createdAt),
    },
    {
      id: 'actions',
      header: 'Actions',
      align: 'right',
      width: 70,
      cell: (row) =>
        may && (
          <Menu
            trigger={<IconButton icon={Ellipsis} size="sm" label={`Actions for ${row.name}`} />}
            entries={
              row.revokedAt === null
                ? [
                    {
                      label: 'Make a link for a new password',
                      icon: KeyRound,
                      onSelect: () =>
                        reset.mutate(
                          { userId: row.userId },
                          { onSuccess: ({ url }) => setLink({ url, name: row.name }) },
                        ),
                    },
                    { kind: 'separator' },
                    {
                      label: 'Take access away',
                      icon: UserMinus,
                      danger: true,
                      onSelect: () => revoke.mutate({ userId: row.userId }),
                    },
                  ]
                : [
                    {
                      label: 'Give access back',
                      icon: UserPlus,
                      onSelect: () => restore.mutate({ userId: row.userId }),
                    },
                  ]
            }
          />
        ),
    },
  ]
  return (
    <>
      <DataTable
        caption="Members"
        csv="members"
        {...rowsOf(members)}
        columns={columns}
        rowId={(row) => row.userId}
      />
      <Dialog
        title={`New password for ${link?.name ?? ''}`}
        description="Give them this link. It works once, and signs them out everywhere when it is used."
        open={link !== null}
        onOpenChange={(open) => !open && setLink(null)}
      >
        <CodeBlock label="One-time link">{link?.url ?? ''}</CodeBlock>
      </Dialog>
    </>
  )
}

function InvitationTable({ onInvite }: { onInvite: () => void }) {
  const invitations = useList(listInvitations, { limit: 200 })
  const revoke = useMutate(revokeInvitation, { invalidates: [listInvitations], done: 'Invitation closed' })
  const columns: Column<InvitationRow>[] = [
    { id: 'email', header: 'E-mail', card: 'title', value: (row) => row.email },
    {
      id: 'role',
      header: 'Role',
      width: 210,
      value: (row) => ROLE_WORDS[row.role].label,
      cell: (row) => ROLE_WORDS[row.role].label,
    },
    {
      id: 'expires',
      header: 'Ends',
      align: 'right',
      width: 130,
      value: (row) => instant(row.expiresAt),
    },
    {
      id: 'close',
      header: 'Actions',
      align: 'right',
      width: 90,
      cell: (row) => (
        <Button size="sm" variant="quiet" onClick={() => revoke.mutate({ invitationId: row.id })}>
          Close
        </Button>
      ),
    },
  ]
  return (
    <Section title="Open invitations" plain>
      <DataTable
        caption="Open invitations"
        rows={invitations.items}
        columns={columns}
        rowId={(row) => row.id}
        loading={invitations.isPending}
        error={invitations.error}
        onRetry={invitations.retry}
        empty={
          <EmptyState
            icon={Users}
            title="Nobody is invited right now"
            action={<Button onClick={onInvite}>Invite someone</Button>}
          >
            An agreement has two sides: invite someone of each team.
          </EmptyState>
        }
      />
    </Section>
  )
}
