// One filing as one transaction, on the product's own tables: lock the plan's head, look the request up, load the case,
// decide, write everything in one statement, commit. Statements are prepared once for every connection.
import { createHash } from 'node:crypto';

const LOCK = {
  name: 'lock',
  text: 'SELECT edition, sequence, entry_hash FROM ledger_heads WHERE plan_id = $1 FOR UPDATE',
};
const LOAD = {
  name: 'load',
  text: `SELECT o.document AS obligation, r.document AS filed, q.request_hash, q.response
         FROM obligations o
         LEFT JOIN returns r ON r.plan_id = o.plan_id AND r.return_id = o.obligation_id
         LEFT JOIN request_log q ON q.actor = $3 AND q.request_id = $4
         WHERE o.plan_id = $1 AND o.obligation_id = $2`,
};
const SAVE = {
  name: 'save',
  text: `WITH entry AS (INSERT INTO ledger (plan_id, sequence, entry, entry_hash, return_id) VALUES ($1, $2, $3, $4, $5)),
         seal AS (INSERT INTO seals (plan_id, first_sequence, last_sequence, seal, signature, key_id) VALUES ($1, $2, $2, $6, $7, $8)),
         head AS (UPDATE ledger_heads SET sequence = $2, entry_hash = $4, commit_time = $9 WHERE plan_id = $1),
         obligation AS (UPDATE obligations SET document = $10 WHERE plan_id = $1 AND obligation_id = $5),
         filed AS (INSERT INTO returns (plan_id, return_id, state, document) VALUES ($1, $5, 1, $11)
           ON CONFLICT (plan_id, return_id) DO UPDATE SET state = excluded.state, document = excluded.document),
         logged AS (INSERT INTO request_log (actor, request_id, method, request_hash, response, create_time)
           VALUES ($12, $13, $14, $15, $16, $9)),
         audited AS (SELECT append_audit('operations', ARRAY[$9::timestamptz], ARRAY[$12::text], ARRAY[''], ARRAY[''], ARRAY[''], ARRAY[''],
           ARRAY[$14::text], ARRAY[$17::text], ARRAY[$13::uuid::text], ARRAY[1::bigint], ARRAY[''], ARRAY[''], ARRAY[$18::text],
           ARRAY[1::bigint])),
         place AS (UPDATE changelog_head SET position = position + 2 RETURNING position)
         INSERT INTO changelog (position, topic, payload, commit_time)
         SELECT position - 1, 'obligations', $19::bytea, $9 FROM place
         UNION ALL SELECT position, 'returns', $20::bytea, $9 FROM place CROSS JOIN audited`,
};

const RECEIPT = {
  name: 'receipt',
  text: `SELECT l.entry, l.sequence, s.seal, s.signature, s.key_id FROM ledger l
         JOIN seals s ON s.plan_id = l.plan_id AND s.last_sequence = l.sequence WHERE l.plan_id = $1 AND l.sequence = $2`,
};

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

// The request log keeps an answer without its receipt.
async function receiptOf(client, plan, sequence) {
  const { entry, seal, signature, key_id } = (await client.query({ ...RECEIPT, values: [plan, sequence] })).rows[0];
  return { entry, sequence, seal: { seal, signature, key_id } };
}

// Runs `decide(state)` between load and save. What it throws rolls back.
export async function fileReturn(pool, key, decide) {
  const client = await pool.connect();
  let broken;
  try {
    await client.query('BEGIN');
    const head = (await client.query({ ...LOCK, values: [key.plan] })).rows[0];
    const found = (await client.query({ ...LOAD, values: [key.plan, key.id, key.actor, key.requestId] })).rows[0];
    const decision = decide({ head, found });
    if (decision.values !== null) await client.query({ ...SAVE, values: decision.values });
    else decision.response.receipt = await receiptOf(client, key.plan, decision.repeated);
    await client.query('COMMIT');
    return decision.response;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure) => { broken = failure; });
    throw error;
  } finally {
    client.release(broken);
  }
}
