// Who is signed in, and what becomes of the page when that ends. The page never leaves by itself: what was typed stays on it.
import { keepSession } from '$/api/session_problems';

export interface Session {
  signedIn: boolean;
  identity: string;
  region: string;
  department: string;
  role: string;
  person: string;
  expireTime: string;
  idleExpireTime: string;
  serverTime: string;
  logins: string[];
  services: string[];
}

const nobody: Session = {
  signedIn: false,
  identity: '',
  region: '',
  department: '',
  role: '',
  person: '',
  expireTime: '',
  idleExpireTime: '',
  serverTime: '',
  logins: [],
  services: [],
};

export const session = $state({
  known: false,
  current: nobody,
  // 'ended': a call found no session any more; 'fresh': one asks for a login of the last minutes.
  problem: undefined as 'ended' | 'fresh' | undefined,
  failed: false,
});

// How far the browser's clock is from the server's: what is due is counted by the server's.
let clockOffset = 0;

export function now(): Date {
  return new Date(Date.now() + clockOffset);
}

keepSession((problem) => {
  // Who was never signed in sees the login page instead.
  if (problem === 'fresh' || session.current.signedIn) session.problem = problem;
});

export async function readSession(): Promise<Session> {
  const answer = await fetch('/session', { credentials: 'same-origin', headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`session: ${answer.status}`);
  const read = { ...nobody, ...((await answer.json()) as Partial<Session>) };
  if (read.serverTime !== '') clockOffset = Date.parse(read.serverTime) - Date.now();
  return read;
}

export async function startSession(): Promise<void> {
  try {
    session.current = await readSession();
    session.failed = false;
  } catch {
    session.failed = true;
  }
  session.known = true;
}

// resumeSession asks again after somebody signed in elsewhere; the page goes on where it was if it is the same person.
export async function resumeSession(): Promise<boolean> {
  const read = await readSession();
  if (!read.signedIn) return false;
  if (read.identity !== session.current.identity) {
    location.assign('/');
    return true;
  }
  // Field by field: what is the same makes no page load anew.
  Object.assign(session.current, read);
  session.problem = undefined;
  return true;
}

// endSession signs out; false where the server could not end the session: then it goes on, and so does the page.
export async function endSession(everywhere: boolean): Promise<boolean> {
  const answer = await fetch('/session/end', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ everywhere }),
  }).catch(() => undefined);
  // A session that had ended already is over, too.
  if (answer === undefined || (!answer.ok && answer.status !== 401)) return false;
  forgetPerson();
  location.assign('/');
  return true;
}

// What this browser keeps about a person goes with the session; the language and the theme stay.
function forgetPerson(): void {
  try {
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key.startsWith('lianfang.person.')) localStorage.removeItem(key);
  } catch {
    // There is no storage, so there is nothing in it.
  }
}
