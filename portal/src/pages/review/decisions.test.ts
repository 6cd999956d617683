// Several returns decided at once: each has its own outcome.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createRouterTransport } from '@connectrpc/connect';
import { useTransport } from '$/api/transport';
import { LocalizedMessageSchema } from '$/gen/google/rpc/error_details_pb';
import { ReturnSchema, ReviewDecision, SignOffDecision } from '$/gen/lianfang/submission/v1/return_pb';
import { SubmissionService } from '$/gen/lianfang/submission/v1/submission_service_pb';
import { reviewAll, signAll } from './decisions';

const returns = (count: number) => Array.from({ length: count }, (_, at) => create(ReturnSchema, { name: `plans/p/returns/${at}`, etag: String(at) }));
const seen: string[] = [];
const refused = anyPack(LocalizedMessageSchema, create(LocalizedMessageSchema, { locale: 'zh-CN', message: '已被他人修改' }));

useTransport(
  createRouterTransport(({ service }) => {
    service(SubmissionService, {
      reviewReturn: (request) => {
        seen.push(`${request.name} ${request.review?.decision} ${request.review?.reason}`);
        if (request.etag === '1') throw new ConnectError('changed', Code.Aborted);
        return create(ReturnSchema, { name: request.name });
      },
      signReturns: ({ requests }) => {
        if (requests.length < 100) throw new ConnectError('busy', Code.Unavailable);
        return { results: requests.map(({ etag }) => (etag === '7' ? { status: { code: Code.Aborted, message: 'changed', details: [refused] } } : { status: { code: 0 } })) };
      },
    });
  }),
);

test('where one fails, the others are sent back all the same, with the same reason', async () => {
  const heard: number[] = [];
  const outcomes = await reviewAll(ReviewDecision.SEND_BACK)(returns(3), '口径不符', (count) => heard.push(count));
  assert.deepEqual(outcomes.map((one) => one.problem === ''), [true, false, true]);
  assert.deepEqual(heard, [1, 2, 3]);
  assert.deepEqual(seen, [0, 1, 2].map((at) => `plans/p/returns/${at} ${ReviewDecision.SEND_BACK} 口径不符`));
});

test('signing goes in batches: an item that is refused says why in Chinese, a batch that fails undoes none before', async () => {
  const outcomes = await signAll(SignOffDecision.SIGN)(returns(130), '', () => undefined);
  assert.equal(outcomes.length, 130);
  assert.equal(outcomes[7]?.problem, '已被他人修改');
  assert.equal(outcomes.slice(0, 100).filter((one) => one.problem === '').length, 99);
  assert.ok(outcomes.slice(100).every((one) => one.problem !== ''));
});
