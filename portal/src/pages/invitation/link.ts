// The link of an invitation's mail: /invitation#engagement=engagements/…&expert=experts/…&token=…. What is secret stands behind `#`, so that
// no server writes it into a log.
export interface InvitationLink {
  name: string;
  expert: string;
  token: string;
}

export function parseLink(hash: string): InvitationLink | undefined {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const link = { name: values.get('engagement') ?? '', expert: values.get('expert') ?? '', token: values.get('token') ?? '' };
  return link.name === '' || link.expert === '' || link.token === '' ? undefined : link;
}
