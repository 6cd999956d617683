// The peer: DuckDB's jaro_winkler_similarity over the five fields of the pairs that linkage_bench wrote.
//   node duckdb.mjs RECORDS.csv PAIRS.csv THREADS ROUNDS: the best round's pairs per second.
import { DuckDBInstance } from '@duckdb/node-api';

const [records, pairs, threads, rounds] = process.argv.slice(2);
const fields = ['given_name', 'surname', 'address_1', 'suburb', 'postcode'];
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(`CREATE TABLE records AS SELECT * FROM read_csv('${records}', all_varchar = true, header = true)`);
await connection.run(`CREATE TABLE pairs AS SELECT a::INT AS a, b::INT AS b FROM read_csv('${pairs}', header = true)`);
const sides = fields.flatMap((field) => [`x.${field} AS a_${field}`, `y.${field} AS b_${field}`]).join(', ');
await connection.run(`CREATE TABLE compared AS SELECT ${sides} FROM pairs JOIN records x ON x.number::INT = a JOIN records y ON y.number::INT = b`);
const sum = fields.map((field) => `coalesce(jaro_winkler_similarity(a_${field}, b_${field}), 0)`).join(' + ');
const [[count]] = (await connection.runAndReadAll('SELECT count(*) FROM compared')).getRows();
let best = Infinity;
for (let round = 0; round < Number(rounds); ++round) {
  const start = performance.now();
  await connection.runAndReadAll(`SELECT sum(${sum}) FROM compared`);
  best = Math.min(best, (performance.now() - start) / 1000);
}
console.log(Math.round(Number(count) / best));
