/** A member has no access any more; the payload is `MemberRevoked`. */
export const MEMBER_REVOKED = 'member.revoked'

export interface MemberRevoked {
  userId: string
}
