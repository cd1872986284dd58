/** What migration 002 adds: invitations and teams. */

interface InvitationsTable {
  person: string;
  hash: string;
  created_at: number;
  expires_at: number;
}

interface TeamsTable {
  id: string;
  name: string;
  version: number;
}

interface TeamMembersTable {
  team: string;
  person: string;
  /** In the order in which people named them, from 0. */
  place: number;
}

/** One row; who changes what people may do writes it first, so that of two who do it at once the second sees the first. */
interface PeopleGuardTable {
  id: number;
  changes: number;
}

export interface PeopleSchema {
  invitations: InvitationsTable;
  teams: TeamsTable;
  team_members: TeamMembersTable;
  people_guard: PeopleGuardTable;
}
